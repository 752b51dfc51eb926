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
 * lies between two of them, as a caliper would. The length as a function of the position along the axis is straight between the
 * corners, so looking at the corners suffices. Each side is looked at from the corners along it: few, where sides are short.
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
  const spans = spansOf(turned);
  const best = spans.reduce<Span | undefined>(
    (most, span) => (most && span.high - span.low <= most.high - most.low ? most : span),
    undefined,
  );
  if (!best) return undefined;
  const { at, low, high } = best;
  const back = (v: number): Point<S> => planarPoint(at * u[0] - v * u[1], at * u[1] + v * u[0]);
  return { from: back(low), to: back(high), length: high - low };
}

/** Lowest and highest second coordinate of outlines where their first coordinate is `at`. */
interface Span {
  readonly at: number;
  low: number;
  high: number;
}

/** One for each first coordinate of a corner, in their order. */
function spansOf<S extends PlanarSpace>(polygons: readonly Polygon<S>[]): readonly Span[] {
  const places = Float64Array.from(new Set(polygons.flat().map(([at]) => at))).sort();
  const spans = Array.from(places, (at): Span => ({ at, low: Infinity, high: -Infinity }));
  const indexOf = new Map(spans.map(({ at }, i) => [at, i]));
  for (const [a, b] of polygons.flatMap((polygon) => [...sidesOf(polygon)])) {
    const [left, right] = a[0] <= b[0] ? [a, b] : [b, a];
    const across = right[0] - left[0];
    for (let i = indexOf.get(left[0]) ?? 0; i <= (indexOf.get(right[0]) ?? -1); i++) {
      const span = spans[i];
      if (!span) continue;
      const ends =
        across === 0 ? [left[1], right[1]] : [left[1] + ((right[1] - left[1]) * (span.at - left[0])) / across];
      span.low = Math.min(span.low, ...ends);
      span.high = Math.max(span.high, ...ends);
    }
  }
  return spans;
}
