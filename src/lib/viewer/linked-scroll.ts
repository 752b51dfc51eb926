/** Which image of another series belongs beside this one: the same place in the patient, or the same share of the stack. */
import type { SeriesImages } from '#contract/images.ts';
import { depthOf, type FrameGeometry } from '#domain/geometry/frame.ts';

type Frames = readonly { readonly geometry: FrameGeometry }[];

/**
 * @param offset how many images the other series was scrolled on by hand beside this one.
 * @returns the index in the other series.
 */
export function besideOf(
  index: number,
  { from, to, offset }: { from: SeriesImages; to: SeriesImages; offset: number },
): number {
  const place = placeIn(from.frames, index, to.frames) ?? shareOf(index, from.frames.length, to.frames.length);
  return Math.max(0, Math.min(to.frames.length - 1, place + offset));
}

/** Undefined unless both stacks lie in one patient space. */
function placeIn(from: Frames, index: number, to: Frames): number | undefined {
  const here = from[index]?.geometry;
  const space = here?.frameOfReference;
  if (
    !here?.plane ||
    space === undefined ||
    to.some(({ geometry }) => geometry.frameOfReference !== space || !geometry.plane)
  )
    return undefined;
  const depth = depthOf(here.plane);
  const distances = to.map(({ geometry }) => (geometry.plane ? Math.abs(depthOf(geometry.plane) - depth) : Infinity));
  return distances.indexOf(Math.min(...distances));
}

const shareOf = (index: number, ofCount: number, count: number): number =>
  ofCount < 2 ? 0 : Math.round((index / (ofCount - 1)) * (count - 1));
