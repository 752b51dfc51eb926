/**
 * RLE Lossless (PS3.5 annex G), our own because the codec library accepts a frame whose segments are missing or end
 * early and returns whatever its memory held. Every segment here must fill its byte plane exactly.
 */
import type { ImagePixel } from './image-pixel.ts';

const HEADER = 64;

/**
 * @returns little-endian samples, colour interleaved.
 * @throws RangeError when the segments are not those of such a frame, or one of them ends early.
 */
export function rleDecoded(frame: Uint8Array, { rows, columns, samples, bitsAllocated }: ImagePixel): Uint8Array {
  const bytesPerSample = bitsAllocated / 8;
  const planes = samples * bytesPerSample;
  if (frame.length < HEADER) throw new RangeError('an RLE frame starts with 64 bytes of header');
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER);
  if (header.getUint32(0, true) !== planes) throw new RangeError('an RLE frame has one segment per byte of a pixel');
  const pixels = new Uint8Array(rows * columns * planes);
  for (let plane = 0; plane < planes; plane++) {
    const start = header.getUint32(4 + 4 * plane, true);
    const end = plane + 1 < planes ? header.getUint32(8 + 4 * plane, true) : frame.length;
    if (start < HEADER || end < start || end > frame.length)
      throw new RangeError('an RLE segment lies outside its frame');
    // The most significant byte of a sample comes first in the file and last in memory.
    const byte = bytesPerSample - 1 - (plane % bytesPerSample);
    const first = Math.floor(plane / bytesPerSample) * bytesPerSample + byte;
    fillPlane(frame.subarray(start, end), pixels, { first, step: planes });
  }
  return pixels;
}

function fillPlane(segment: Uint8Array, pixels: Uint8Array, { first, step }: { first: number; step: number }): void {
  let to = first;
  for (let at = 0; to < pixels.length;) {
    const control = segment[at++];
    if (control === undefined) throw new RangeError('an RLE segment ends early');
    if (control === 128) continue;
    const repeated = control > 128;
    const count = repeated ? 257 - control : control + 1;
    if (at + (repeated ? 1 : count) > segment.length) throw new RangeError('an RLE segment ends early');
    for (let i = 0; i < count && to < pixels.length; i++, to += step) pixels[to] = segment[repeated ? at : at + i] ?? 0;
    at += repeated ? 1 : count;
  }
}
