/**
 * An area painted pixel by pixel, as it is stored: row by row from the top, each run of painted pixels as its first and its last
 * pixel, in whole pixel coordinates. Runs do not touch, so one area has one form, and equal areas are equal values.
 */
import type { Mask } from './mask.ts';
import type { PixelPoint } from './point.ts';
import type { Polygon } from './polygon.ts';
import { closedLines, withoutHoles } from './traced-outline.ts';

/** First pixel, last pixel, first, last, and so on. */
export type RunEnds = readonly (readonly [x: number, y: number])[];

export interface FrameSize {
  readonly rows: number;
  readonly columns: number;
}

/** Two points for each run: about two and a half thousand runs are what one field of a document takes. */
export const MOST_RUN_ENDS = 5000;

/** Whole pixels, in order, in pairs of one row, with at least one pixel between the runs of a row. */
export function areRuns(ends: RunEnds): boolean {
  if (ends.length === 0 || ends.length % 2 !== 0) return false;
  let [lastX, lastY] = [-Infinity, -1];
  for (let i = 0; i < ends.length; i += 2) {
    const [x, y] = ends[i] ?? [NaN, NaN];
    const [toX, toY] = ends[i + 1] ?? [NaN, NaN];
    if (![x, y, toX].every((one) => Number.isInteger(one) && one >= 0) || toY !== y || toX < x) return false;
    if (y < lastY || (y === lastY && x <= lastX + 1)) return false;
    [lastX, lastY] = [toX, y];
  }
  return true;
}

/** Whether every painted pixel is one of the image. */
export const liesInside = (ends: RunEnds, { rows, columns }: FrameSize): boolean =>
  ends.every(([x, y]) => x < columns && y < rows);

/** The painted pixels of a whole frame; what would lie outside it is left out. */
export function maskOn({ rows, columns }: FrameSize, ends: RunEnds): Mask {
  const bits = new Uint8Array(rows * columns);
  for (let i = 0; i + 1 < ends.length; i += 2) {
    const [from, y] = ends[i] ?? [0, 0];
    const to = ends[i + 1]?.[0] ?? from;
    if (y < rows) bits.fill(1, y * columns + from, y * columns + Math.min(to + 1, columns));
  }
  return { grid: { left: 0, top: 0, width: columns, height: rows, perPixel: 1 }, bits };
}

/** @param mask one sample per pixel. */
export function runEndsOf({ grid: { left, top, width }, bits }: Mask): [x: number, y: number][] {
  const ends: [number, number][] = [];
  for (let at = bits.indexOf(1); at >= 0; at = bits.indexOf(1, at)) {
    const y = Math.floor(at / width);
    const x = at - y * width;
    while (bits[at] === 1 && at < (y + 1) * width) at++;
    ends.push([left + x, top + y], [left + at - y * width - 1, top + y]);
  }
  return ends;
}

/** Whether the pixel is one of the painted ones. */
export function isPainted(ends: RunEnds, [x, y]: readonly [number, number]): boolean {
  for (let i = 0; i + 1 < ends.length; i += 2) {
    const [from, row] = ends[i] ?? [0, 0];
    if (row === y && from <= x && x <= (ends[i + 1]?.[0] ?? from)) return true;
  }
  return false;
}

/** One closed polygon for each connected patch, along the edges of its pixels: its area is exactly their number. */
export const patchesOf = (ends: RunEnds): readonly Polygon<'pixel'>[] => shapeOf(ends).patches;

/** The lines one sees around the area: those of holes are lines of their own. */
export const linesAround = (ends: RunEnds): readonly Polygon<'pixel'>[] => shapeOf(ends).lines;

/** Four pixels in which the area ends: at the left, the right, the top and the bottom. Empty without any. */
export function farthestPixels(ends: RunEnds): RunEnds {
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last) return [];
  let [left, right] = [first, first];
  for (const end of ends) {
    if (end[0] < left[0]) left = end;
    if (end[0] > right[0]) right = end;
  }
  return [left, right, first, last];
}

interface Shape {
  readonly patches: readonly PixelPoint[][];
  readonly lines: readonly PixelPoint[][];
}

/** Stored points never change, and labels ask for their shape at every picture. */
const known = new WeakMap<RunEnds, Shape>();

function shapeOf(ends: RunEnds): Shape {
  const found = known.get(ends);
  if (found) return found;
  const lines = closedLines(boxed(ends));
  const shape = { patches: withoutHoles(lines), lines };
  known.set(ends, shape);
  return shape;
}

/** In the smallest grid that holds it. */
function boxed(ends: RunEnds): Mask {
  const [left, right, first, last] = farthestPixels(ends);
  if (!left || !right || !first || !last) return maskOn({ rows: 0, columns: 0 }, []);
  const moved = ends.map(([x, y]) => [x - left[0], y - first[1]] as const);
  const mask = maskOn({ rows: last[1] - first[1] + 1, columns: right[0] - left[0] + 1 }, moved);
  return { grid: { ...mask.grid, left: left[0], top: first[1] }, bits: mask.bits };
}
