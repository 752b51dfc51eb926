/** Cuts pixel data into frames. The number of frames found must be the number declared, or the file is refused. */
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { numbersIn, type DataSet, type FragmentsElement } from '../part10/dataset.ts';
import { TAG } from '../part10/tag.ts';
import { isNative, SYNTAX } from '../part10/transfer-syntax.ts';
import { startsCodestream } from './codestream.ts';
import { decodedBytes, type ImagePixel } from './image-pixel.ts';
import { quarantine, type Quarantine } from './quarantine.ts';

export interface FrameSource {
  readonly dataset: DataSet;
  readonly image: ImagePixel;
  readonly transferSyntax: string;
}

/** @returns one run of bytes per frame: little-endian samples, or one complete codestream. */
export function framesOf(source: FrameSource): Result<readonly Uint8Array[], Quarantine> {
  const pixels = source.dataset.elements.get(TAG.pixelData);
  if (pixels === undefined || pixels.kind === 'sequence') return err(quarantine('no-pixels'));
  const encapsulated = pixels.kind === 'fragments';
  if (encapsulated === isNative(source.transferSyntax)) return err(quarantine('malformed'));
  if (!encapsulated) return nativeFrames(pixels.bytes, source.image);
  const frames = encapsulatedFrames(pixels, source);
  const complete = frames.length === source.image.frames && frames.every((frame) => frame.length > 0);
  return complete ? ok(frames) : err(quarantine('inconsistent-dimensions'));
}

function nativeFrames(bytes: Uint8Array, image: ImagePixel): Result<readonly Uint8Array[], Quarantine> {
  const size = nativeFrameBytes(image);
  if (bytes.length < size * image.frames) return err(quarantine('inconsistent-dimensions'));
  return ok(Array.from({ length: image.frames }, (_, i) => bytes.subarray(i * size, (i + 1) * size)));
}

/** YBR_FULL_422 stores two pixels in four bytes (PS3.3 C.7.6.3.1.2); all else is plain samples. */
const nativeFrameBytes = (image: ImagePixel): number =>
  image.photometric === 'YBR_FULL_422' ? image.rows * image.columns * 2 : decodedBytes(image);

function encapsulatedFrames(
  pixels: FragmentsElement,
  { dataset, image, transferSyntax }: FrameSource,
): readonly Uint8Array[] {
  const { fragments } = pixels;
  if (image.frames === 1) return [joined(fragments.map((f) => f.bytes))];
  // RLE forbids splitting a frame (PS3.5 A.4.2), and equal counts leave no other reading.
  if (fragments.length === image.frames || transferSyntax === SYNTAX.rle) return fragments.map((f) => f.bytes);
  const extended = extendedTable(dataset);
  if (extended.length === image.frames) return groupedAt(pixels, extended);
  const basic = numbersIn(pixels.offsetTable, 'UL');
  if (basic.length === image.frames) return groupedAt(pixels, basic);
  return groupedAt(
    pixels,
    fragments.filter((f) => startsCodestream(f.bytes)).map((f) => f.at),
  );
}

function extendedTable(dataset: DataSet): readonly number[] {
  const table = dataset.elements.get(TAG.extendedOffsetTable);
  return table?.kind === 'bytes' ? numbersIn(table.bytes, 'UV') : [];
}

/** @param starts distances of each frame's first fragment; a start that is no fragment makes the grouping fail. */
function groupedAt(pixels: FragmentsElement, starts: readonly number[]): readonly Uint8Array[] {
  const groups = new Map<number, Uint8Array[]>(starts.map((start) => [start, []]));
  let current: Uint8Array[] | undefined;
  for (const { at, bytes } of pixels.fragments) {
    current = groups.get(at) ?? current;
    if (current === undefined) return [];
    current.push(bytes);
  }
  return [...groups.values()].map(joined);
}

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
