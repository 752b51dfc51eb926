/** How much two readers' areas coincide: on one frame, or over a whole stack of frames. */
import type { Polygon } from './polygon.ts';
import { runsOf, samplesIn, samplesInBoth, type Runs } from './runs.ts';

/** Sizes in squared pixels. */
export interface Overlap {
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

/** One reader's areas: a text naming the frame → the polygons on it. */
export type AreasByFrame = ReadonlyMap<string, readonly Polygon<'pixel'>[]>;

/** The same, ready to be compared with many others. */
export interface Coverage {
  /** In squared pixels, over all frames. */
  readonly size: number;
  /** A text naming the frame → the samples inside. */
  readonly frames: ReadonlyMap<string, Runs>;
}

/** Samples along a side of a pixel. Even, so that outlines along the edges of pixels are counted exactly. */
const PER_PIXEL = 4;
const PIXEL = PER_PIXEL ** 2;

export function coverageOf(areas: AreasByFrame): Coverage {
  const frames = new Map([...areas].map(([frame, polygons]) => [frame, runsOf(polygons, PER_PIXEL)]));
  const samples = [...frames.values()].reduce((sum, runs) => sum + samplesIn(runs), 0);
  return { size: samples / PIXEL, frames };
}

/** Two unions of polygons on the same frame. */
export const overlapOf = (first: readonly Polygon<'pixel'>[], second: readonly Polygon<'pixel'>[]): Overlap =>
  overlapOfStacks(coverageOf(new Map([['', first]])), coverageOf(new Map([['', second]])));

/** Frames only one of them drew on count fully against the overlap. Frames of one stack are taken to be equally thick. */
export function overlapOfStacks(first: Coverage, second: Coverage): Overlap {
  let both = 0;
  for (const [frame, runs] of first.frames) {
    const other = second.frames.get(frame);
    if (other) both += samplesInBoth(runs, other);
  }
  return { first: first.size, second: second.size, both: both / PIXEL };
}

/** Dice (1945): twice the common part over the sum of sizes, 0 to 1. Undefined when both are empty. */
export const diceOf = ({ first, second, both }: Overlap): number | undefined =>
  first + second > 0 ? (2 * both) / (first + second) : undefined;

/** Intersection over union (Jaccard 1912), 0 to 1. Undefined when both are empty. */
export const iouOf = ({ first, second, both }: Overlap): number | undefined =>
  first + second > 0 ? both / (first + second - both) : undefined;
