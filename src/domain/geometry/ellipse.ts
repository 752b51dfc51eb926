/** An ellipse is kept as the four ends of its axes, and measured and compared as a polygon of many sides. */
import { planarPoint, type PlanarSpace, type Point } from './point.ts';
import { sidesOf, centroidOf, type Polygon } from './polygon.ts';

/** Bottom, top, left and right ends of the axes, in this order (as the drawing tool stores them). */
export type EllipseEnds<S extends PlanarSpace> = readonly [Point<S>, Point<S>, Point<S>, Point<S>];

/** 128 sides: the area is 0.04 % small, the ends of the axes are exact. */
const SIDES = 128;
const ANGLES = Array.from({ length: SIDES }, (_, i) => {
  const angle = (2 * Math.PI * i) / SIDES;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

export function polygonOfEllipse<S extends PlanarSpace>([bottom, top, left, right]: EllipseEnds<S>): Point<S>[] {
  const centre = [
    (bottom[0] + top[0] + left[0] + right[0]) / 4,
    (bottom[1] + top[1] + left[1] + right[1]) / 4,
  ] as const;
  const across = [(right[0] - left[0]) / 2, (right[1] - left[1]) / 2] as const;
  const down = [(bottom[0] - top[0]) / 2, (bottom[1] - top[1]) / 2] as const;
  return ANGLES.map(([c, s]) =>
    planarPoint(centre[0] + c * across[0] + s * down[0], centre[1] + c * across[1] + s * down[1]),
  );
}

/** The ellipse with the same area centre and second moments as the polygon. Undefined when nothing is enclosed. */
export function ellipseOfPolygon<S extends PlanarSpace>(polygon: Polygon<S>): EllipseEnds<S> | undefined {
  const centre = centroidOf(polygon);
  const m = centre && secondMoments(polygon, centre);
  if (!centre || !m) return undefined;
  const middle = (m.xx + m.yy) / 2;
  const spread = Math.hypot((m.xx - m.yy) / 2, m.xy);
  // A uniform ellipse with semi-axis a has the second moment a²/4 along it.
  const long = 2 * Math.sqrt(middle + spread);
  const short = 2 * Math.sqrt(Math.max(0, middle - spread));
  const angle = Math.atan2(2 * m.xy, m.xx - m.yy) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const at = (x: number, y: number): Point<S> => planarPoint(centre[0] + x * c - y * s, centre[1] + x * s + y * c);
  return [at(0, short), at(0, -short), at(-long, 0), at(long, 0)];
}

interface Moments {
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** Second central moments of the enclosed area, divided by the area (Steger 1996). */
function secondMoments<S extends PlanarSpace>(polygon: Polygon<S>, centre: Point<S>): Moments | undefined {
  let [twice, xx, yy, xy] = [0, 0, 0, 0];
  for (const [a, b] of sidesOf(polygon)) {
    const [ax, ay, bx, by] = [a[0] - centre[0], a[1] - centre[1], b[0] - centre[0], b[1] - centre[1]];
    const cross = ax * by - bx * ay;
    twice += cross;
    xx += cross * (ax * ax + ax * bx + bx * bx);
    yy += cross * (ay * ay + ay * by + by * by);
    xy += cross * (2 * ax * ay + ax * by + bx * ay + 2 * bx * by);
  }
  if (Math.abs(twice) < 1e-9) return undefined;
  return { xx: xx / (6 * twice), yy: yy / (6 * twice), xy: xy / (12 * twice) };
}
