/** How much two readers' areas coincide: on one frame, or over a whole stack of frames. */
import { gridAround, rasterised, samplesIn } from './mask.ts';
import { boundsOf, type Polygon } from './polygon.ts';

/** Sizes in squared pixels. */
export interface Overlap {
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

/** One reader's areas: a text naming the frame → the polygons on it. */
export type AreasByFrame = ReadonlyMap<string, readonly Polygon<'pixel'>[]>;

/** Samples along a side of a pixel. Even, so that outlines along the edges of pixels are counted exactly. */
const PER_PIXEL = 4;

/** Two unions of polygons on the same frame. */
export function overlapOf(first: readonly Polygon<'pixel'>[], second: readonly Polygon<'pixel'>[]): Overlap {
  // A common grid around two distant lesions would be mostly empty; it is made for those that can touch.
  if (!meet(first, second)) return { first: sizeOf(first), second: sizeOf(second), both: 0 };
  const grid = gridAround([...first, ...second].flat(), PER_PIXEL);
  if (!grid) return { first: 0, second: 0, both: 0 };
  const [a, b] = [rasterised(first, grid).bits, rasterised(second, grid).bits];
  let [inA, inB, inBoth] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    inA += x;
    inB += y;
    inBoth += x & y;
  }
  return { first: inA / PIXEL, second: inB / PIXEL, both: inBoth / PIXEL };
}

const PIXEL = PER_PIXEL ** 2;

function sizeOf(polygons: readonly Polygon<'pixel'>[]): number {
  const grid = gridAround(polygons.flat(), PER_PIXEL);
  return grid ? samplesIn(rasterised(polygons, grid)) / PIXEL : 0;
}

/** Whether the boxes around them touch: without that there is no overlap. */
export function meet(first: readonly Polygon<'pixel'>[], second: readonly Polygon<'pixel'>[]): boolean {
  const [a, b] = [boundsOf(first.flat()), boundsOf(second.flat())];
  return a && b ? a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom : false;
}

/** Frames only one of them drew on count fully against the overlap. Frames of one stack are taken to be equally thick. */
export function overlapOfStacks(first: AreasByFrame, second: AreasByFrame): Overlap {
  const sum = { first: 0, second: 0, both: 0 };
  for (const frame of new Set([...first.keys(), ...second.keys()])) {
    const overlap = overlapOf(first.get(frame) ?? [], second.get(frame) ?? []);
    sum.first += overlap.first;
    sum.second += overlap.second;
    sum.both += overlap.both;
  }
  return sum;
}

/** Dice (1945): twice the common part over the sum of sizes, 0 to 1. Undefined when both are empty. */
export const diceOf = ({ first, second, both }: Overlap): number | undefined =>
  first + second > 0 ? (2 * both) / (first + second) : undefined;

/** Intersection over union (Jaccard 1912), 0 to 1. Undefined when both are empty. */
export const iouOf = ({ first, second, both }: Overlap): number | undefined =>
  first + second > 0 ? both / (first + second - both) : undefined;
