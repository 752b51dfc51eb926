/** Fewer points for the same line: no dropped point lies farther from the kept line than the tolerance (Douglas & Peucker 1973). */
import type { PlanarSpace, Point } from './point.ts';

/** Outlines are simplified to 0.3 px before they travel: below what a hand can mean, a tenth of the points. */
export const OUTLINE_TOLERANCE = 0.3;

/** An open line; its two ends stay. @param tolerance in units of the space. */
export function simplifyLine<S extends PlanarSpace>(line: readonly Point<S>[], tolerance: number): Point<S>[] {
  const kept = new Set([0, line.length - 1]);
  const open: (readonly [number, number])[] = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    const far = farthest(line, from, to);
    if (far === undefined || far.away <= tolerance) continue;
    kept.add(far.at);
    open.push([from, far.at], [far.at, to]);
  }
  return line.filter((_, i) => kept.has(i));
}

/** A closed outline, cut open at its first point and the point farthest from it. Never fewer than three points of three. */
export function simplifyOutline<S extends PlanarSpace>(outline: readonly Point<S>[], tolerance: number): Point<S>[] {
  const first = outline[0];
  if (!first || outline.length <= 3) return [...outline];
  let far = 0;
  let away = -1;
  outline.forEach((p, i) => {
    const d = Math.hypot(p[0] - first[0], p[1] - first[1]);
    if (d > away) [far, away] = [i, d];
  });
  const there = simplifyLine(outline.slice(0, far + 1), tolerance);
  const back = simplifyLine([...outline.slice(far), first], tolerance);
  const simple = [...there.slice(0, -1), ...back.slice(0, -1)];
  if (simple.length >= 3) return simple;
  // A sliver thinner than the tolerance: its widest point is kept so that it stays an outline.
  const third = farthest(outline, 0, far) ?? farthest([...outline, first], far, outline.length);
  const kept = new Set([0, far, third?.at ?? 1]);
  return outline.filter((_, i) => kept.has(i));
}

/** The point of `line` strictly between two indices that is farthest from the straight line between them. */
function farthest<S extends PlanarSpace>(
  line: readonly Point<S>[],
  from: number,
  to: number,
): { readonly at: number; readonly away: number } | undefined {
  const [a, b] = [line[from], line[to]];
  if (!a || !b) return undefined;
  let best: { at: number; away: number } | undefined;
  for (let at = from + 1; at < to; at++) {
    const p = line[at];
    if (!p) continue;
    const away = distanceToSegment(p, a, b);
    if (!best || away > best.away) best = { at, away };
  }
  return best;
}

/** Distance to the piece of line, ends included: to the endless line a folded-back stroke would look straight. */
function distanceToSegment<S extends PlanarSpace>(p: Point<S>, a: Point<S>, b: Point<S>): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}
