/**
 * An area as runs: for each row of samples the stretches of samples inside (even–odd rule; a sample is inside when its centre is).
 * Two areas are compared run by run, so what that costs grows with the outline, not with the area.
 */
import type { PixelPoint } from './point.ts';
import { boundsOf, type Polygon } from './polygon.ts';

/** Samples are numbered over the whole frame; the edge between samples −1 and 0 is the edge at −0.5 px of the first pixel. */
export interface Runs {
  /** Samples along each side of a pixel. */
  readonly perPixel: number;
  /** The first row of samples. */
  readonly top: number;
  /** From `top` on, per row: first sample, sample after the last, and so on; in order, apart from each other. */
  readonly rows: readonly (readonly number[])[];
}

/** The union of polygons on one frame. */
export function runsOf(polygons: readonly Polygon<'pixel'>[], perPixel: number): Runs {
  const [first, ...others] = polygons.map((polygon) => runsOfOne(polygon, perPixel));
  if (!first) return { perPixel, top: 0, rows: [] };
  return others.reduce(union, first);
}

/** The number of samples inside. */
export function samplesIn({ rows }: Runs): number {
  let samples = 0;
  for (const row of rows) for (let i = 0; i + 1 < row.length; i += 2) samples += (row[i + 1] ?? 0) - (row[i] ?? 0);
  return samples;
}

/** The number of samples inside both. @param b with as many samples per pixel as `a`. */
export function samplesInBoth(a: Runs, b: Runs): number {
  let samples = 0;
  const end = Math.min(a.top + a.rows.length, b.top + b.rows.length);
  for (let y = Math.max(a.top, b.top); y < end; y++) {
    samples += common(a.rows[y - a.top] ?? [], b.rows[y - b.top] ?? []);
  }
  return samples;
}

/** Whether the sample nearest to the point is inside. */
export function covers({ perPixel, top, rows }: Runs, point: PixelPoint): boolean {
  const [x, y] = [Math.round(sampleAt(point[0], perPixel)), Math.round(sampleAt(point[1], perPixel))];
  const row = rows[y - top] ?? [];
  return row.filter((edge) => edge <= x).length % 2 === 1;
}

function common(a: readonly number[], b: readonly number[]): number {
  let samples = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [endA, endB] = [a[i + 1] ?? 0, b[j + 1] ?? 0];
    samples += Math.max(0, Math.min(endA, endB) - Math.max(a[i] ?? 0, b[j] ?? 0));
    if (endA <= endB) i += 2;
    if (endB <= endA) j += 2;
  }
  return samples;
}

function runsOfOne(polygon: Polygon<'pixel'>, perPixel: number): Runs {
  const bounds = boundsOf(polygon);
  if (!bounds) return { perPixel, top: 0, rows: [] };
  const top = Math.ceil(sampleAt(bounds.top, perPixel));
  const rows = Array.from({ length: Math.ceil(sampleAt(bounds.bottom, perPixel)) - top }, (): number[] => []);
  const runs = { perPixel, top, rows };
  polygon.forEach((b, i) => {
    cross(polygon.at(i - 1) ?? b, b, runs);
  });
  for (const row of rows) {
    row.sort((a, b) => a - b);
    row.forEach((x, i) => (row[i] = Math.ceil(x)));
  }
  return runs;
}

/** Where one side crosses the middles of the rows of samples. */
function cross(a: PixelPoint, b: PixelPoint, { perPixel, top, rows }: Runs & { readonly rows: number[][] }): void {
  const [upper, lower] = a[1] <= b[1] ? [a, b] : [b, a];
  const [from, to] = [sampleAt(upper[1], perPixel), sampleAt(lower[1], perPixel)];
  const x = sampleAt(upper[0], perPixel);
  const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
  for (let row = Math.ceil(from); row < to; row++) rows[row - top]?.push(x + slope * (row - from));
}

/** The place of a pixel coordinate among the centres of samples. */
const sampleAt = (coordinate: number, perPixel: number): number => (coordinate + 0.5) * perPixel - 0.5;

function union(a: Runs, b: Runs): Runs {
  if (a.rows.length === 0) return b;
  if (b.rows.length === 0) return a;
  const top = Math.min(a.top, b.top);
  const height = Math.max(a.top + a.rows.length, b.top + b.rows.length) - top;
  const rows = Array.from({ length: height }, (_, i) =>
    merged(a.rows[top + i - a.top] ?? [], b.rows[top + i - b.top] ?? []),
  );
  return { perPixel: a.perPixel, top, rows };
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
