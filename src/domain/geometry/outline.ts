/** What a drawing means geometrically: a place, a line, a pair of axes, an enclosed area, or the image as a whole. */
import { exhaustive } from '../kernel/exhaustive.ts';
import { polygonOfEllipse } from './ellipse.ts';
import { linesAround, patchesOf } from './labelmap.ts';
import { pixelPoint, type PixelPoint } from './point.ts';
import { areaOf, centroidOf, meanOf, type Polygon } from './polygon.ts';
import type { Drawing } from './shape.ts';

export type Outline =
  | { readonly kind: 'place'; readonly point: PixelPoint }
  | { readonly kind: 'line'; readonly ends: readonly [PixelPoint, PixelPoint] }
  | {
      readonly kind: 'axes';
      readonly long: readonly [PixelPoint, PixelPoint];
      readonly short: readonly [PixelPoint, PixelPoint];
    }
  /** One polygon for each patch; what was painted may have several. */
  | { readonly kind: 'area'; readonly polygons: readonly Polygon<'pixel'>[] }
  /** It has a frame and no place in it. */
  | { readonly kind: 'image' };

/** Undefined when the drawing has too few points for its tool; stored marks never have. */
export function outlineOf({ tool, points }: Drawing): Outline | undefined {
  if (tool === 'whole-image') return { kind: 'image' };
  if (tool === 'labelmap') return { kind: 'area', polygons: patchesOf(points) };
  const pixels = points.map(([x, y]) => pixelPoint(x, y));
  const [a, b, c, d] = pixels;
  if (!a) return undefined;
  switch (tool) {
    case 'probe':
    case 'arrow':
      return { kind: 'place', point: a };
    case 'length':
      return b && { kind: 'line', ends: [a, b] };
    case 'bidirectional':
      return b && c && d && { kind: 'axes', long: [a, b], short: [c, d] };
    case 'box':
      return b && areaIn([a, pixelPoint(b[0], a[1]), b, pixelPoint(a[0], b[1])]);
    case 'ellipse':
      return b && c && d && areaIn(polygonOfEllipse([a, b, c, d]));
    case 'freehand':
      return areaIn(pixels);
    default:
      return exhaustive(tool);
  }
}

const areaIn = (polygon: Polygon<'pixel'>): Outline => ({ kind: 'area', polygons: [polygon] });

/** The points that bound the outline: its ends, or the corners of its polygons. */
export function cornersOf(outline: Outline): readonly PixelPoint[] {
  switch (outline.kind) {
    case 'place':
      return [outline.point];
    case 'line':
      return outline.ends;
    case 'axes':
      return [outline.long[0], outline.short[0], outline.long[1], outline.short[1]];
    case 'area':
      return outline.polygons.flat();
    case 'image':
      return [];
    default:
      return exhaustive(outline);
  }
}

/** The middle of what was drawn: the centre of an area, the middle of a line, the crossing region of axes, the place itself. An image as a whole has none. */
export function centreOf(outline: Outline): PixelPoint | undefined {
  const [polygon, ...others] = polygonsOf(outline);
  if (!polygon) return meanOf(cornersOf(outline));
  if (others.length === 0) return centroidOf(polygon);
  const patches = [polygon, ...others].map((patch) => ({ centre: centroidOf(patch), size: areaOf(patch) }));
  const size = patches.reduce((sum, patch) => sum + patch.size, 0);
  const along = (axis: 0 | 1): number =>
    patches.reduce((sum, patch) => sum + patch.size * (patch.centre?.[axis] ?? 0), 0) / size;
  return pixelPoint(along(0), along(1));
}

/** The enclosed polygons, apart from each other. Axes enclose nothing: their area would be invented. */
export const polygonsOf = (outline: Outline): readonly Polygon<'pixel'>[] =>
  outline.kind === 'area' ? outline.polygons.filter((polygon) => areaOf(polygon) > 0) : [];

/** The closed lines one sees around what is enclosed; where pixels were painted, holes have lines of their own. */
export function linesOf(drawing: Drawing): readonly Polygon<'pixel'>[] {
  if (drawing.tool === 'labelmap') return linesAround(drawing.points);
  const outline = outlineOf(drawing);
  return outline ? polygonsOf(outline) : [];
}
