/**
 * How far two surfaces lie apart: from each piece of one to the nearest piece of the other, in both directions, each piece counted
 * by its size. All figures in mm.
 */
import type { Surface } from './surface.ts';

/** From one surface to the other: nearest distance and size of each of its pieces. */
interface Directed {
  readonly distances: Float64Array;
  readonly sizes: Float64Array;
}

/** One per direction and per plane: what was drawn on frames without depth is compared frame by frame. */
export type SurfaceDistances = readonly { readonly there: Directed; readonly back: Directed }[];

/** @param pairs surfaces in the same place, none of them empty. */
export const surfaceDistances = (pairs: readonly (readonly [Surface, Surface])[]): SurfaceDistances =>
  pairs.map(([a, b]) => ({ there: nearest(a, b), back: nearest(b, a) }));

/** The farthest that any piece of one lies from the other (Hausdorff 1914; Huttenlocher et al. 1993, equation 1). */
export const hausdorff = (distances: SurfaceDistances): number =>
  distances
    .flatMap(({ there, back }) => [there, back])
    .reduce((far, { distances: d }) => d.reduce((most, one) => Math.max(most, one), far), 0);

/** The same for the nearest 95 % of each surface; the larger of the two directions. */
export function hausdorff95(distances: SurfaceDistances): number {
  const there = percentile(distances.map((d) => d.there));
  const back = percentile(distances.map((d) => d.back));
  return Math.max(there, back);
}

/** Average symmetric surface distance (Heimann et al. 2009, IEEE Trans Med Imaging 28:1251): the mean over both surfaces. */
export function averageDistance(distances: SurfaceDistances): number {
  let [sum, all] = [0, 0];
  for (const { distances: d, sizes } of distances.flatMap(({ there, back }) => [there, back])) {
    sizes.forEach((size, i) => {
      all += size;
      sum += size * (d[i] ?? 0);
    });
  }
  return sum / all;
}

/** The smallest distance within which 95 % of the surface lies. */
function percentile(parts: readonly Directed[]): number {
  const pieces = parts.flatMap(({ distances, sizes }) => [...distances].map((d, i) => [d, sizes[i] ?? 0] as const));
  pieces.sort(([a], [b]) => a - b);
  const all = pieces.reduce((sum, [, size]) => sum + size, 0);
  let within = 0;
  for (const [distance, size] of pieces) {
    within += size;
    if (within >= 0.95 * all - 1e-9) return distance;
  }
  return 0;
}

/** The other surface is sorted along its longest side; from where a piece lies the search goes outwards until nothing is nearer. */
function nearest(from: Surface, to: Surface): Directed {
  const axis = longestSide(to);
  const order = Float64Array.from({ length: to.sizes.length }, (_, i) => i);
  order.sort((i, j) => at(to, i, axis) - at(to, j, axis));
  const sorted = Float64Array.from(order, (i) => at(to, i, axis));
  const distances = Float64Array.from(from.sizes, (_, i) =>
    Math.sqrt(squaredToNearest(from, i, { to, axis, order, sorted })),
  );
  return { distances, sizes: from.sizes };
}

type Axis = 0 | 1 | 2;

interface Sorted {
  readonly to: Surface;
  readonly axis: Axis;
  /** Pieces in the order of their coordinate along the axis, and those coordinates. */
  readonly order: Float64Array;
  readonly sorted: Float64Array;
}

const at = ({ places }: Surface, piece: number, axis: Axis): number => places[3 * piece + axis] ?? 0;

function squaredToNearest(from: Surface, piece: number, { to, axis, order, sorted }: Sorted): number {
  const [x, y, z] = [at(from, piece, 0), at(from, piece, 1), at(from, piece, 2)];
  const here = at(from, piece, axis);
  const start = firstFrom(sorted, here);
  let best = Infinity;
  const look = (i: number): boolean => {
    const along = (sorted[i] ?? Infinity) - here;
    if (along * along >= best) return false;
    const other = order[i] ?? 0;
    const [dx, dy, dz] = [at(to, other, 0) - x, at(to, other, 1) - y, at(to, other, 2) - z];
    best = Math.min(best, dx * dx + dy * dy + dz * dz);
    return true;
  };
  for (let i = start; i < sorted.length && look(i); i++);
  for (let i = start - 1; i >= 0 && look(i); i--);
  return best;
}

/** The first index whose value is not below. */
function firstFrom(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function longestSide(surface: Surface): Axis {
  const length = (axis: Axis): number => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < surface.sizes.length; i++) {
      low = Math.min(low, at(surface, i, axis));
      high = Math.max(high, at(surface, i, axis));
    }
    return high - low;
  };
  const [x, y, z] = [length(0), length(1), length(2)];
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}
