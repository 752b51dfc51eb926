/** From stored series to what a browser gets: frames in display order with address, length and digest, and the metadata. */
import { inDisplayOrder } from '#domain/ingest/display-order.ts';
import type { DicomJson, FrameSource, NamedWindow, SeriesImages } from '#contract/images.ts';
import type { StoredInstance, StoredSeries } from '#server/store/images.ts';

/** Series without pixels have nothing to show and are left out. */
export const imagesOf = (all: readonly StoredSeries[]): SeriesImages[] => all.flatMap(seriesImages);

function seriesImages({ id, modality, label, instances }: StoredSeries): SeriesImages[] {
  const frames = inDisplayOrder(instances.flatMap(framesOf));
  const first = instances.find((i) => i.frames.length > 0);
  if (!first) return [];
  const metadata = metadataOf(first);
  return [
    {
      id,
      label,
      modality,
      frames,
      instances: Object.fromEntries(instances.map((i) => [i.sop, metadataOf(i)])),
      lossy: lossyOf(metadata),
      windows: windowsOf(metadata),
      frameRate: frameRateOf(metadata),
    },
  ];
}

const framesOf = (instance: StoredInstance): FrameSource[] =>
  instance.frames.map((frame) => ({
    key: { sop: instance.sop, frame: frame.number },
    url: `/dicomweb/instances/${instance.sop}/frames/${String(frame.number)}`,
    transferSyntax: instance.frameSyntax,
    bytes: frame.length,
    sha256: frame.sha256,
    rows: instance.rows,
    columns: instance.columns,
    instanceNumber: instance.instanceNumber,
    geometry: frame.geometry ?? instance.geometry,
  }));

/** Our own admitted metadata: written by `admit` in the DICOM JSON model. */
const metadataOf = (instance: StoredInstance): DicomJson => JSON.parse(instance.metadata) as DicomJson;

const TAG = {
  lossy: '00282110',
  ratio: '00282112',
  windowCenter: '00281050',
  windowWidth: '00281051',
  windowName: '00281055',
  cineRate: '00180040',
  frameTime: '00181063',
} as const;

const valuesOf = (metadata: DicomJson, tag: string): readonly unknown[] => metadata[tag]?.Value ?? [];
const numbersOf = (metadata: DicomJson, tag: string): number[] =>
  valuesOf(metadata, tag)
    .map(Number)
    .filter((n) => Number.isFinite(n));

function lossyOf(metadata: DicomJson): SeriesImages['lossy'] {
  if (valuesOf(metadata, TAG.lossy)[0] !== '01') return null;
  const ratio = numbersOf(metadata, TAG.ratio).find((n) => n > 0);
  return { ratio: ratio ?? null };
}

function windowsOf(metadata: DicomJson): NamedWindow[] {
  const widths = numbersOf(metadata, TAG.windowWidth);
  const names = valuesOf(metadata, TAG.windowName);
  return numbersOf(metadata, TAG.windowCenter).flatMap((center, i) => {
    const width = widths[i];
    const name = names[i];
    return width === undefined || width <= 0 ? [] : [{ name: typeof name === 'string' ? name : '', center, width }];
  });
}

function frameRateOf(metadata: DicomJson): number | null {
  const rate = numbersOf(metadata, TAG.cineRate)[0];
  if (rate !== undefined && rate > 0) return rate;
  const frameTime = numbersOf(metadata, TAG.frameTime)[0];
  return frameTime !== undefined && frameTime > 0 ? 1000 / frameTime : null;
}
