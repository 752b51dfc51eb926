/** The convex hull of points: what a rubber band around them would touch (Andrew 1979, monotone chain). */
import type { PlanarSpace, Point } from './point.ts';

/** Corners of the hull in one direction of turning, without points on its straight sides. O(n log n). */
export function hullOf<S extends PlanarSpace>(points: readonly Point<S>[]): Point<S>[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const distinct = sorted.filter((p, i) => p[0] !== sorted[i - 1]?.[0] || p[1] !== sorted[i - 1]?.[1]);
  if (distinct.length < 3) return distinct;
  return [...chainOf(distinct), ...chainOf(distinct.toReversed())];
}

/** One half of the hull; its last point is the first of the other half and left out. */
function chainOf<S extends PlanarSpace>(sorted: readonly Point<S>[]): Point<S>[] {
  const chain: Point<S>[] = [];
  for (const point of sorted) {
    for (;;) {
      const [before, last] = [chain.at(-2), chain.at(-1)];
      if (!before || !last || turn(before, last, point) > 0) break;
      chain.pop();
    }
    chain.push(point);
  }
  chain.pop();
  return chain;
}

/** Twice the signed area of the triangle a, b, c. */
function turn<S extends PlanarSpace>(a: Point<S>, b: Point<S>, c: Point<S>): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
