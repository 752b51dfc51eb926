/**
 * Feeds the rendering library with frames, each checked before it is handed over. A frame has one image id per page; the
 * geometry the library sees is the frozen one of the frame, not what it would work out from the attributes.
 */
import { cache, Enums, imageLoader, imageLoadPoolManager, metaData, type Types } from '@cornerstonejs/core';
import { createImage, wadors } from '@cornerstonejs/dicom-image-loader';
import type { DicomJson, FrameSource, SeriesImages } from '#contract/images.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
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

const loads = new Map<string, Promise<Result<Types.IImage, FrameFailure>>>();

export function provideFrames(onProcessor: boolean): void {
  rgba = onProcessor;
  imageLoader.registerImageLoader(SCHEME, load);
  metaData.addProvider(frozenModule, 10_000);
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

/**
 * The image, from memory or from the server; a second caller waits for the same load. The library is given an image only
 * when it has passed the checks, so it never sees a failure (which it would report as a crash of the page).
 */
export async function loadedFrame(
  id: string,
  request: 'interaction' | 'prefetch',
): Promise<Result<Types.IImage, FrameFailure>> {
  const frame = known.get(id);
  if (!frame) throw new Error('an image of an unknown series was asked for');
  if (isLoaded(id)) return ok(await imageLoader.loadAndCacheImage(id));
  const load = loads.get(id) ?? fetchFrame(id, frame.source, request);
  loads.set(id, load);
  const result = await load;
  loads.delete(id);
  return result;
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

/** Checked and decoded, waiting for the library to take it. */
const passed = new Map<string, Types.IImage>();

/** The library asks here; it is given only what has passed. */
function load(id: string): { promise: Promise<Types.IImage> } {
  const image = passed.get(id);
  passed.delete(id);
  if (image) return { promise: Promise.resolve(image) };
  const reload = loadedFrame(id, 'interaction').then((result) => {
    if (result.ok) return result.value;
    throw new Error(result.error.message);
  });
  return { promise: reload };
}

async function fetchFrame(
  id: string,
  source: FrameSource,
  request: 'interaction' | 'prefetch',
): ReturnType<typeof loadedFrame> {
  const priority = request === 'prefetch' ? 'low' : 'high';
  const result = await checkedFrame(source, {
    fetch: (url, { signal }) => fetch(url, { signal, priority }),
    digest: sha256,
    // The types of the decoder allow a bare frame, which it returns only when asked for one.
    decode: (bytes) => createImage(id, bytes, source.transferSyntax, { useRGBA: rgba }) as Promise<Types.IImage>,
    timeoutMs: TIMEOUT,
  });
  if (!result.ok) return result;
  result.value.imageQualityStatus = Enums.ImageQualityStatus.FULL_RESOLUTION;
  passed.set(id, result.value);
  return ok(await imageLoader.loadAndCacheImage(id));
}

/** What the library must not work out for itself. */
function frozenModule(type: string, id: string): object | undefined {
  const frame = known.get(id);
  if (!frame) return undefined;
  if (type === 'imagePlaneModule') return imagePlane(frame);
  return type === 'voiLutModule' ? voi(frame) : undefined;
}

const numbersOf = (element: DicomJson[string] | undefined): number[] => (element?.Value ?? []).map(Number);

/** Curved VOI functions (SIGMOID) are shown as the straight window of the same width; the library would draw nothing. */
function voi({ source, series }: Known): object {
  const attributes = series.instances[source.key.sop] ?? {};
  const [center] = numbersOf(attributes['00281050']);
  const [width] = numbersOf(attributes['00281051']);
  const exact = attributes['00281056']?.Value?.[0] === 'LINEAR_EXACT';
  return {
    ...(center !== undefined && width !== undefined && { windowCenter: [center], windowWidth: [width] }),
    // The decoder reads the first element; of a plain text that would be a letter, and the image would stay black.
    voiLUTFunction: [exact ? 'LINEAR_EXACT' : 'LINEAR'],
  };
}

/** The Image Plane module from the frozen geometry. A frame of reference is made up where there is none: it never leaves here. */
function imagePlane(frame: Known): object {
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
