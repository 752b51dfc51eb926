/**
 * How large a lesion is that was drawn on several frames: the longest diameter on the frame on which it covers the most.
 * The longest line over all frames would be decided by the most ragged outline, not by where the lesion is largest.
 */
import { depthOf, frameText, type FrameGeometry, type FrameKey, type Spacing } from './frame.ts';
import { enclosedArea, longestDiameter, type Measurement } from './measurement.ts';
import { cornersOf, outlineOf, polygonsOf, type Outline } from './outline.ts';
import type { Drawing } from './shape.ts';

export interface FrameDrawing extends Drawing {
  readonly frame: FrameKey;
}

export type GeometryOf = (frame: FrameKey) => FrameGeometry | undefined;

export interface Extent {
  readonly frame: FrameKey;
  readonly diameter: Measurement;
}

/** One outline and the frame it was drawn on. */
export interface FrameOutline {
  readonly frame: FrameKey;
  readonly outline: Outline;
}

export const outlinesOf = (drawings: readonly FrameDrawing[]): FrameOutline[] =>
  drawings.flatMap((drawing) => {
    const outline = outlineOf(drawing);
    return outline ? [{ frame: drawing.frame, outline }] : [];
  });

/**
 * Areas win over lines, as their frame can be chosen by size; among lines and axes the longest counts. Calibrated frames win
 * over uncalibrated ones. When frames tie, the first along the stack counts. Undefined when only places were marked.
 */
export function extentOf(outlines: readonly FrameOutline[], geometry: GeometryOf): Extent | undefined {
  const sizes = [...Map.groupBy(outlines, (one) => frameText(one.frame)).values()].flatMap((on) =>
    sizeOn(on, geometry),
  );
  const best = sizes.reduce<FrameSize | undefined>(
    (most, size) => (most && !larger(size, most) ? most : size),
    undefined,
  );
  return best && { frame: best.frame, diameter: best.diameter };
}

/** What orders the frames of one stack: millimetres along its normal, or the frame number where there is no plane. */
function depthInStack(frame: FrameKey, geometry: GeometryOf): number {
  const plane = geometry(frame)?.plane;
  return plane ? depthOf(plane) : frame.frame;
}

interface FrameSize extends Extent {
  readonly area: number;
  readonly depth: number;
}

/** Patches on one frame are one lesion: their areas add up and the diameter spans them all. */
function sizeOn(onFrame: readonly FrameOutline[], geometry: GeometryOf): FrameSize[] {
  const frame = onFrame[0]?.frame;
  if (!frame) return [];
  const known = geometry(frame);
  const outlines = onFrame.map(({ outline }) => outline).filter(isMeasured);
  const polygons = outlines.flatMap(polygonsOf);
  const diameter =
    polygons.length > 0 ? longestDiameter(polygons.flat(), known?.spacing) : longestLine(outlines, known?.spacing);
  if (!diameter) return [];
  const area = polygons.reduce((sum, polygon) => sum + enclosedArea(polygon, known?.spacing).value, 0);
  return [{ frame, diameter, area, depth: depthInStack(frame, geometry) }];
}

const isMeasured = ({ kind }: Outline): boolean => kind !== 'place' && kind !== 'image';

/** Separate lines do not add up: each is a measurement of its own. */
function longestLine(outlines: readonly Outline[], spacing: Spacing | undefined): Measurement | undefined {
  const lengths = outlines.flatMap((outline) => longestDiameter(cornersOf(outline), spacing) ?? []);
  return lengths.toSorted((a, b) => b.value - a.value)[0];
}

function larger(a: FrameSize, b: FrameSize): boolean {
  if (a.diameter.unit !== b.diameter.unit) return a.diameter.unit === 'mm';
  const difference = a.area > 0 || b.area > 0 ? a.area - b.area : a.diameter.value - b.diameter.value;
  if (Math.abs(difference) > 1e-6) return difference > 0;
  if (a.depth !== b.depth) return a.depth < b.depth;
  return frameText(a.frame) < frameText(b.frame);
}
