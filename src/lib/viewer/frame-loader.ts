/**
 * Feeds the rendering library with frames, each checked before it is handed over. A frame has one image id per page; the
 * geometry the library sees is the frozen one of the frame, not what it would work out from the attributes.
 */
import { cache, Enums, imageLoader, imageLoadPoolManager, metaData, type Types } from '@cornerstonejs/core';
import { createImage, wadors } from '@cornerstonejs/dicom-image-loader';
import type { FrameSource, SeriesImages } from '#contract/images.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { sha256 } from './digest.ts';
import { checkedFrame } from './frame-check.ts';
import { planeOf } from './pixel-space.ts';
import type { FrameFailure } from './viewer.ts';

const SCHEME = 'consilium';
const TIMEOUT = 20_000;
/** Measured: with more, a jump to an uncached slice waits seconds behind the frames fetched ahead. */
const PREFETCHES = 4;

interface Known {
  readonly source: FrameSource;
  readonly series: SeriesImages;
}

const known = new Map<string, Known>();
let rgba = false;

/** Carries the reason through the library, which only knows thrown errors. */
class FrameError extends Error {
  readonly failure: FrameFailure;
  constructor(failure: FrameFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function provideFrames(onProcessor: boolean): void {
  rgba = onProcessor;
  imageLoader.registerImageLoader(SCHEME, load);
  metaData.addProvider(imagePlane, 10_000);
  imageLoadPoolManager.setMaxSimultaneousRequests(Enums.RequestType.Prefetch, PREFETCHES);
}

/** Makes the frames of a series known; their image ids, in display order. The path ends as the metadata look-up wants it. */
export function registerSeries(series: SeriesImages): string[] {
  return series.frames.map((source) => {
    const { sop, frame } = source.key;
    const id = `${SCHEME}:${encodeURIComponent(series.id)}/instances/${sop}/frames/${String(frame)}`;
    const attributes = series.instances[sop];
    if (!known.has(id) && attributes) {
      known.set(id, { source, series });
      const first = `${SCHEME}:${encodeURIComponent(series.id)}/instances/${sop}/frames/1`;
      for (const each of new Set([first, id])) wadors.metaDataManager.add(each, attributes as never);
    }
    return id;
  });
}

/** The image, from memory or from the server; a second caller waits for the same load. */
export async function loadedFrame(
  id: string,
  request: 'interaction' | 'prefetch',
): Promise<Result<Types.IImage, FrameFailure>> {
  const requestType = request === 'prefetch' ? Enums.RequestType.Prefetch : Enums.RequestType.Interaction;
  try {
    return ok(await imageLoader.loadAndCacheImage(id, { requestType, priority: 0 }));
  } catch (cause) {
    if (cache.getImageLoadObject(id)) cache.removeImageLoadObject(id);
    if (cause instanceof FrameError) return err(cause.failure);
    const frame = known.get(id)?.source.key ?? { sop: '', frame: 1 };
    return err({ frame, code: 'decode', message: 'This image could not be loaded.' });
  }
}

export const isLoaded = (id: string): boolean => cache.getImage(id) !== undefined;

/** Fetches ahead, nearest first, only a few at a time; a new order replaces what has not begun. */
export function prefetch(owner: string, ids: readonly string[]): void {
  imageLoadPoolManager.filterRequests(({ additionalDetails }) => (additionalDetails as Waiting).owner !== owner);
  for (const imageId of ids) {
    if (isLoaded(imageId)) continue;
    const run = (): Promise<void> => loadedFrame(imageId, 'prefetch').then(() => undefined);
    const details = { imageId, owner };
    imageLoadPoolManager.addRequest(run, Enums.RequestType.Prefetch, details, 0);
  }
}

interface Waiting {
  readonly owner?: string;
}

function load(id: string, options: Record<string, unknown> = {}): { promise: Promise<Types.IImage> } {
  const frame = known.get(id);
  if (!frame) throw new Error('an image of an unknown series was asked for');
  return { promise: fetchFrame(id, frame.source, options) };
}

async function fetchFrame(id: string, source: FrameSource, options: Record<string, unknown>): Promise<Types.IImage> {
  const ahead = options['requestType'] === Enums.RequestType.Prefetch;
  const result = await checkedFrame(source, {
    fetch: (url, { signal }) => fetch(url, { signal, priority: ahead ? 'low' : 'high' }),
    digest: sha256,
    // The types of the decoder allow a bare frame, which it returns only when asked for one.
    decode: (bytes) => createImage(id, bytes, source.transferSyntax, { useRGBA: rgba }) as Promise<Types.IImage>,
    timeoutMs: TIMEOUT,
  });
  if (!result.ok) throw new FrameError(result.error);
  result.value.imageQualityStatus = Enums.ImageQualityStatus.FULL_RESOLUTION;
  return result.value;
}

/** The Image Plane module from the frozen geometry. A frame of reference is made up where there is none: it never leaves here. */
function imagePlane(type: string, id: string): object | undefined {
  const frame = type === 'imagePlaneModule' ? known.get(id) : undefined;
  if (!frame) return undefined;
  const { geometry } = frame.source;
  const { origin, alongRow, alongColumn, row, column } = planeOf(geometry);
  return {
    frameOfReferenceUID: geometry.frameOfReference ?? `none:${frame.series.id}`,
    rows: geometry.rows,
    columns: geometry.columns,
    imageOrientationPatient: [...alongRow, ...alongColumn],
    rowCosines: [...alongRow],
    columnCosines: [...alongColumn],
    imagePositionPatient: [...origin],
    pixelSpacing: [row, column],
    rowPixelSpacing: row,
    columnPixelSpacing: column,
    usingDefaultValues: !geometry.spacing || !geometry.plane,
  };
}
