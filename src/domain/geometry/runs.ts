/**
 * An area as runs: for each row of samples the stretches of samples inside (even–odd rule; a sample is inside when its centre is).
 * Two areas are compared run by run, so what that costs grows with the outline, not with the area.
 */
import type { PixelPoint } from './point.ts';
import { boundsOf, type Polygon } from './polygon.ts';

/**
 * Samples are numbered over the whole frame; the edge between samples −1 and 0 is the edge at −0.5 px of the first pixel. Rows lie
 * one after the other in two flat arrays: thousands of outlines are laid upon each other, and an array for each row would cost more
 * than all the rest.
 */
export interface Runs {
  /** Samples along each side of a pixel. */
  readonly perPixel: number;
  /** The first row of samples. */
  readonly top: number;
  /** Row `top + i` is what stands in `edges` from `starts[i]` to before `starts[i + 1]`; one entry more than there are rows. */
  readonly starts: readonly number[];
  /** Per row: first sample, sample after the last, and so on; in order, apart from each other. */
  readonly edges: readonly number[];
}

export const rowsIn = ({ starts }: Runs): number => starts.length - 1;

/** One row of samples as a list of its edges; empty above and below the area. */
export function rowAt({ top, starts, edges }: Runs, y: number): number[] {
  const [from, to] = [starts[y - top], starts[y - top + 1]];
  return from === undefined || to === undefined ? [] : edges.slice(from, to);
}

/** The union of polygons on one frame. */
export function runsOf(polygons: readonly Polygon<'pixel'>[], perPixel: number): Runs {
  const [first, ...others] = polygons.map((polygon) => runsOfOne(polygon, perPixel));
  return others.reduce(union, first ?? nothing(perPixel));
}

const nothing = (perPixel: number): Runs => ({
  perPixel,
  top: 0,
  starts: [0],
  edges: [],
});

/** The number of samples inside. */
export function samplesIn({ edges }: Runs): number {
  let samples = 0;
  for (let i = 0; i + 1 < edges.length; i += 2) samples += (edges[i + 1] ?? 0) - (edges[i] ?? 0);
  return samples;
}

/** The number of samples inside both. @param b with as many samples per pixel as `a`. */
export function samplesInBoth(a: Runs, b: Runs): number {
  let samples = 0;
  const end = Math.min(a.top + rowsIn(a), b.top + rowsIn(b));
  for (let y = Math.max(a.top, b.top); y < end; y++) samples += commonIn(a, b, y);
  return samples;
}

/** Whether the sample nearest to the point is inside. */
export function covers(runs: Runs, point: PixelPoint): boolean {
  const [x, y] = [Math.round(sampleAt(point[0], runs.perPixel)), Math.round(sampleAt(point[1], runs.perPixel))];
  return rowAt(runs, y).filter((edge) => edge <= x).length % 2 === 1;
}

function commonIn(a: Runs, b: Runs, y: number): number {
  let [i, j] = [a.starts[y - a.top] ?? 0, b.starts[y - b.top] ?? 0];
  const [endA, endB] = [a.starts[y - a.top + 1] ?? 0, b.starts[y - b.top + 1] ?? 0];
  let samples = 0;
  while (i < endA && j < endB) {
    const [toA, toB] = [a.edges[i + 1] ?? 0, b.edges[j + 1] ?? 0];
    samples += Math.max(0, Math.min(toA, toB) - Math.max(a.edges[i] ?? 0, b.edges[j] ?? 0));
    if (toA <= toB) i += 2;
    if (toB <= toA) j += 2;
  }
  return samples;
}

function runsOfOne(polygon: Polygon<'pixel'>, perPixel: number): Runs {
  const bounds = boundsOf(polygon);
  if (!bounds) return nothing(perPixel);
  const top = Math.ceil(sampleAt(bounds.top, perPixel));
  const starts = zeros(Math.max(0, Math.ceil(sampleAt(bounds.bottom, perPixel)) - top) + 1);
  forEachCrossing(polygon, perPixel, (row) => {
    starts[row - top + 1] = (starts[row - top + 1] ?? 0) + 1;
  });
  for (let row = 1; row < starts.length; row++) starts[row] = (starts[row] ?? 0) + (starts[row - 1] ?? 0);
  const edges = zeros(starts.at(-1) ?? 0);
  const filled = starts.slice();
  forEachCrossing(polygon, perPixel, (row, x) => {
    const edge = Math.ceil(x);
    const end = filled[row - top] ?? 0;
    // A row has few edges, mostly two, so each is put where it belongs.
    let at = end;
    for (; at > (starts[row - top] ?? 0) && (edges[at - 1] ?? 0) > edge; at--) edges[at] = edges[at - 1] ?? 0;
    edges[at] = edge;
    filled[row - top] = end + 1;
  });
  return { perPixel, top, starts, edges };
}

/** Where the sides cross the middles of the rows of samples. */
function forEachCrossing(polygon: Polygon<'pixel'>, perPixel: number, visit: (row: number, x: number) => void): void {
  let a = polygon.at(-1);
  for (const b of polygon) {
    const [upper, lower] = !a || a[1] <= b[1] ? [a ?? b, b] : [b, a];
    a = b;
    const [from, to] = [sampleAt(upper[1], perPixel), sampleAt(lower[1], perPixel)];
    const x = sampleAt(upper[0], perPixel);
    const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
    for (let row = Math.ceil(from); row < to; row++) visit(row, x + slope * (row - from));
  }
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

/** The place of a pixel coordinate among the centres of samples. */
const sampleAt = (coordinate: number, perPixel: number): number => (coordinate + 0.5) * perPixel - 0.5;

function union(a: Runs, b: Runs): Runs {
  if (rowsIn(a) === 0) return b;
  if (rowsIn(b) === 0) return a;
  const top = Math.min(a.top, b.top);
  const starts = zeros(Math.max(a.top + rowsIn(a), b.top + rowsIn(b)) - top + 1);
  const edges: number[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    edges.push(...merged(rowAt(a, top + i), rowAt(b, top + i)));
    starts[i + 1] = edges.length;
  }
  return { perPixel: a.perPixel, top, starts, edges };
}

function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const stretches = [...pairs(a), ...pairs(b)].sort(([x], [y]) => x - y);
  const row: number[] = [];
  for (const [from, to] of stretches) {
    if (from <= (row.at(-1) ?? -Infinity)) row[row.length - 1] = Math.max(to, row.at(-1) ?? to);
    else row.push(from, to);
  }
  return row;
}

function* pairs(row: readonly number[]): Generator<readonly [number, number]> {
  for (let i = 0; i + 1 < row.length; i += 2) yield [row[i] ?? 0, row[i + 1] ?? 0];
}
