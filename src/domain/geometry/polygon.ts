/** A polygon is a closed outline in one plane: the last point joins the first, and crossing lines follow the even–odd rule. */
import { planarPoint, type PlanarSpace, type Point } from './point.ts';

export type Polygon<S extends PlanarSpace> = readonly Point<S>[];

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The sides of the polygon in order, the closing one last. */
export function* sidesOf<S extends PlanarSpace>(polygon: Polygon<S>): Generator<readonly [Point<S>, Point<S>]> {
  let from = polygon.at(-1);
  for (const to of polygon) {
    if (from) yield [from, to];
    from = to;
  }
}

/** Shoelace formula, in squared units of the space; positive when the outline runs clockwise on a screen (y downwards). */
export function signedArea<S extends PlanarSpace>(polygon: Polygon<S>): number {
  const origin = polygon[0];
  if (!origin) return 0;
  let twice = 0;
  let a = polygon.at(-1) ?? origin;
  for (const b of polygon) {
    // Relative to the first point: far from the origin the plain products would lose digits.
    twice += (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    a = b;
  }
  return twice / 2;
}

export const areaOf = <S extends PlanarSpace>(polygon: Polygon<S>): number => Math.abs(signedArea(polygon));

/** The centre of the enclosed area; of its points, when nothing is enclosed. Undefined without points. */
export function centroidOf<S extends PlanarSpace>(polygon: Polygon<S>): Point<S> | undefined {
  const origin = polygon[0];
  if (!origin) return undefined;
  let x = 0;
  let y = 0;
  let twice = 0;
  let a = polygon.at(-1) ?? origin;
  for (const b of polygon) {
    const [ax, ay, bx, by] = [a[0] - origin[0], a[1] - origin[1], b[0] - origin[0], b[1] - origin[1]];
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    a = b;
  }
  if (Math.abs(twice) < 1e-9) return meanOf(polygon);
  return planarPoint(origin[0] + x / (3 * twice), origin[1] + y / (3 * twice));
}

/** The mean of points. Undefined without points. */
export function meanOf<S extends PlanarSpace>(points: readonly Point<S>[]): Point<S> | undefined {
  if (points.length === 0) return undefined;
  let x = 0;
  let y = 0;
  for (const p of points) {
    x += p[0];
    y += p[1];
  }
  return planarPoint(x / points.length, y / points.length);
}

/** Even–odd rule. A point on the outline itself may fall on either side: ask `isOnOutline` where that matters. */
export function contains<S extends PlanarSpace>(polygon: Polygon<S>, point: Point<NoInfer<S>>): boolean {
  let inside = false;
  for (const [a, b] of sidesOf(polygon)) {
    if (a[1] > point[1] === b[1] > point[1]) continue;
    if (point[0] < a[0] + ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1])) inside = !inside;
  }
  return inside;
}

export function isOnOutline<S extends PlanarSpace>(polygon: Polygon<S>, point: Point<NoInfer<S>>): boolean {
  for (const [a, b] of sidesOf(polygon)) {
    const cross = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);
    if (Math.abs(cross) > 1e-9) continue;
    const along = (point[0] - a[0]) * (point[0] - b[0]) + (point[1] - a[1]) * (point[1] - b[1]);
    if (along <= 1e-9) return true;
  }
  return false;
}

/** The smallest upright box around the points. Undefined without points. */
export function boundsOf<S extends PlanarSpace>(points: readonly Point<S>[]): Bounds | undefined {
  const first = points[0];
  if (!first) return undefined;
  let [left, top] = first;
  let [right, bottom] = first;
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}
