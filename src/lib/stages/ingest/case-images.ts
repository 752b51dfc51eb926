/** The images of a case as a page holds them: loaded once, looked up by frame. */
import { CaseImagesSchema, type CaseImages, type SeriesImages } from '#contract/images.ts';
import { frameText, type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import type { Result } from '#domain/kernel/result.ts';
import { requested, type Refused } from '#lib/stages/access/api-request.ts';

export const loadCaseImages = (of: CaseId, fetching?: typeof fetch): Promise<Result<CaseImages, Refused>> =>
  requested({ method: 'GET', address: `/api/v1/cases/${of}/images`, answer: CaseImagesSchema }, fetching);

/** The same, where several cases come and go: what loaded once is kept, what failed is asked for again. */
export function createCaseImages(): typeof loadCaseImages {
  const kept = new Map<CaseId, ReturnType<typeof loadCaseImages>>();
  return (of, fetching) => {
    const loading = kept.get(of) ?? loadCaseImages(of, fetching);
    kept.set(of, loading);
    void loading.then((loaded) => loaded.ok || kept.delete(of));
    return loading;
  };
}

export interface FramePlace {
  readonly series: SeriesImages;
  /** 0-based, in display order. */
  readonly index: number;
  readonly instanceNumber: number | null;
  readonly geometry: FrameGeometry;
}

export type FramePlaces = ReadonlyMap<string, FramePlace>;

/** By `frameText`. */
export const placesOf = (images: CaseImages | null): FramePlaces =>
  new Map(
    images?.series.flatMap((series) =>
      series.frames.map(({ key, instanceNumber, geometry }, index) => [
        frameText(key),
        { series, index, instanceNumber, geometry },
      ]),
    ),
  );

/** "Im 115", or the place in the series where the image states no number; null outside of the case. */
export function imageText(places: FramePlaces, frame: FrameKey): string | null {
  const place = places.get(frameText(frame));
  if (!place) return null;
  return place.instanceNumber === null || place.series.frames.length === 1 || manyFrames(place)
    ? `Image ${String(place.index + 1)}`
    : `Im ${String(place.instanceNumber)}`;
}

/** The frames of a cine share one instance number, which therefore names none of them. */
const manyFrames = ({ series }: FramePlace): boolean => series.frames.some(({ key }) => key.frame > 1);
