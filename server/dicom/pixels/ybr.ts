/** Uncompressed YBR_FULL_422 as RGB: two pixels in four bytes, Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2). */

/** @param frame whole pairs of pixels. @returns interleaved RGB, three bytes per pixel, rounded to the nearest value. */
export function rgbFromYbr422(frame: Uint8Array): Uint8Array {
  const pairs = Math.floor(frame.length / 4);
  // Clamping and rounding are what this array type does on assignment.
  const rgb = new Uint8ClampedArray(pairs * 6);
  for (let pair = 0; pair < pairs; pair++) {
    const at = pair * 4;
    const cb = (frame[at + 2] ?? 0) - 128;
    const cr = (frame[at + 3] ?? 0) - 128;
    for (let i = 0; i < 2; i++) {
      const y = frame[at + i] ?? 0;
      const to = pair * 6 + i * 3;
      rgb[to] = y + 1.402 * cr;
      rgb[to + 1] = y - 0.344136 * cb - 0.714136 * cr;
      rgb[to + 2] = y + 1.772 * cb;
    }
  }
  return new Uint8Array(rgb.buffer);
}
