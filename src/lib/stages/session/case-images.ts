/** The images of a case, asked for once and kept while the room is open. */
import * as v from 'valibot';
import { CaseImagesSchema, type CaseImages, type SeriesImages } from '#contract/images.ts';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import type { GeometryOf } from './read-summary.ts';

/** Loads the images of cases; what loaded once is kept, what failed is asked for again. */
export function createCaseImages(fetching: typeof fetch = fetch): (of: CaseId) => Promise<CaseImages> {
  const kept = new Map<CaseId, Promise<CaseImages>>();
  return (of) => {
    const loading = kept.get(of) ?? load(of, fetching);
    kept.set(of, loading);
    loading.catch(() => kept.delete(of));
    return loading;
  };
}

async function load(of: CaseId, fetching: typeof fetch): Promise<CaseImages> {
  const response = await fetching(`/api/v1/cases/${of}/images`, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`images of a case: status ${String(response.status)}`);
  return v.parse(CaseImagesSchema, await response.json());
}

/** The series the frame belongs to; the first one when it belongs to none. */
export const seriesWith = (images: CaseImages, frame: FrameKey): SeriesImages | undefined =>
  images.series.find((series) => series.frames.some((f) => frameText(f.key) === frameText(frame))) ?? images.series[0];

export function geometriesOf(images: CaseImages | null): GeometryOf {
  const known = new Map(images?.series.flatMap((s) => s.frames.map((f) => [frameText(f.key), f.geometry] as const)));
  return (frame) => known.get(frameText(frame));
}

/** "Im 115", or the place in the series where the image states no number; null for a frame of another case. */
export function imageText(images: CaseImages | null, frame: FrameKey): string | null {
  for (const series of images?.series ?? []) {
    const index = series.frames.findIndex((f) => frameText(f.key) === frameText(frame));
    const source = series.frames[index];
    if (source)
      return source.instanceNumber === null ? `image ${String(index + 1)}` : `Im ${String(source.instanceNumber)}`;
  }
  return null;
}
