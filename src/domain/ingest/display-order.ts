/**
 * The order in which the frames of a series are shown: along the normal of the image plane where all frames share one
 * orientation, else by instance number, then frame number. Which end comes first follows the instance numbers too: the order
 * along the normal is turned round where the numbers fall along it.
 */
import { normalOf, type FrameGeometry, type FrameKey } from '../geometry/frame.ts';
import type { PatientPoint } from '../geometry/point.ts';

export interface Placed {
  readonly key: FrameKey;
  /** Instance Number (0020,0013). */
  readonly instanceNumber: number | null;
  readonly geometry: FrameGeometry;
}

export function inDisplayOrder<T extends Placed>(frames: readonly T[]): T[] {
  const numbered = [...frames].sort(byNumber);
  const depths = depthsOf(numbered);
  if (!depths) return numbered;
  const sorted = numbered
    .map((frame, i) => ({ frame, depth: depths[i] ?? 0 }))
    .sort((a, b) => a.depth - b.depth || byNumber(a.frame, b.frame))
    .map(({ frame }) => frame);
  return rises(depths) ? sorted : sorted.reverse();
}

const byNumber = (a: Placed, b: Placed): number =>
  (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) ||
  (a.key.sop < b.key.sop ? -1 : a.key.sop > b.key.sop ? 1 : a.key.frame - b.key.frame);

/** Distance of each frame along the common normal, in mm; undefined unless all frames are parallel and lie apart. */
function depthsOf(frames: readonly Placed[]): number[] | undefined {
  const first = frames[0]?.geometry.plane;
  if (!first || frames.length < 2) return undefined;
  const normal = normalOf(first);
  const depths: number[] = [];
  for (const { geometry } of frames) {
    const plane = geometry.plane;
    if (!plane || dot(normalOf(plane), normal) < PARALLEL) return undefined;
    depths.push(dot(plane.position, normal));
  }
  return Math.max(...depths) - Math.min(...depths) > APART_MM ? depths : undefined;
}

/** Cosine above which two orientations count as one (about 0.8°). */
const PARALLEL = 0.9999;
const APART_MM = 0.01;

/** Whether depth goes up with the instance number, judged by the covariance of rank and depth. */
function rises(depths: readonly number[]): boolean {
  const middle = (depths.length - 1) / 2;
  return depths.reduce((sum, depth, i) => sum + (i - middle) * depth, 0) >= 0;
}

const dot = (a: PatientPoint, b: PatientPoint): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
