/** Diameters as radiologists take them: the longest straight line inside the hull, and the longest one at right angles to it. */
import { hullOf } from './hull.ts';
import { distance, planarPoint, type PlanarSpace, type Point } from './point.ts';
import { sidesOf, type Polygon } from './polygon.ts';

export interface Axis<S extends PlanarSpace> {
  readonly from: Point<S>;
  readonly to: Point<S>;
  /** In units of the space. */
  readonly length: number;
}

/**
 * The two points farthest apart; they are corners of the hull. All pairs of corners are tried: rotating calipers save
 * nothing at the hundred corners an outline has and lose their way on nearly straight sides. Undefined without points.
 */
export function longestAxis<S extends PlanarSpace>(points: readonly Point<S>[]): Axis<S> | undefined {
  const hull = hullOf(points);
  const first = hull[0];
  if (!first) return undefined;
  let best = 0;
  let [from, to] = [first, first];
  hull.forEach((a, i) => {
    for (let j = i + 1; j < hull.length; j++) {
      const b = hull[j] ?? a;
      // Squares are compared: the root of each of thousands of pairs would cost more than all the rest of a match.
      const squared = (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
      if (squared <= best) continue;
      best = squared;
      from = a;
      to = b;
    }
  });
  return { from, to, length: distance<S>(from, to) };
}

/**
 * The longest line between two points of the outlines at right angles to `axis`. The line may cross a bay of an outline, or what
 * lies between two of them, as a caliper would. The length as a function of the position along the axis is straight between the corners, so
 * looking at the corners suffices. O(n²).
 */
export function shortAxis<S extends PlanarSpace>(
  polygons: readonly Polygon<S>[],
  axis: Axis<NoInfer<S>>,
): Axis<S> | undefined {
  if (axis.length === 0) return undefined;
  const u = [(axis.to[0] - axis.from[0]) / axis.length, (axis.to[1] - axis.from[1]) / axis.length] as const;
  const turned = polygons.map((polygon) =>
    polygon.map((p) => planarPoint<S>(p[0] * u[0] + p[1] * u[1], p[1] * u[0] - p[0] * u[1])),
  );
  const sides = turned.flatMap((polygon) => [...sidesOf(polygon)]);
  let best: { at: number; low: number; high: number } | undefined;
  for (const [at] of turned.flat()) {
    const [low, high] = spanAt(sides, at);
    if (!best || high - low > best.high - best.low) best = { at, low, high };
  }
  if (!best) return undefined;
  const { at, low, high } = best;
  const back = (v: number): Point<S> => planarPoint(at * u[0] - v * u[1], at * u[1] + v * u[0]);
  return { from: back(low), to: back(high), length: high - low };
}

/** Lowest and highest second coordinate of the outlines where their first coordinate is `at`. */
function spanAt<S extends PlanarSpace>(
  sides: readonly (readonly [Point<S>, Point<S>])[],
  at: number,
): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const [a, b] of sides) {
    if (Math.min(a[0], b[0]) > at || Math.max(a[0], b[0]) < at) continue;
    const across = b[0] - a[0];
    const ends = across === 0 ? [a[1], b[1]] : [a[1] + ((b[1] - a[1]) * (at - a[0])) / across];
    low = Math.min(low, ...ends);
    high = Math.max(high, ...ends);
  }
  return [low, high];
}
