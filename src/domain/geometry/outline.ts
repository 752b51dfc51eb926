/** What a drawing means geometrically: a place, a line, a pair of axes, an enclosed area, or the image as a whole. */
import { exhaustive } from '../kernel/exhaustive.ts';
import { polygonOfEllipse } from './ellipse.ts';
import { pixelPoint, type PixelPoint } from './point.ts';
import { areaOf, centroidOf, meanOf, type Polygon } from './polygon.ts';
import type { Tool } from './shape.ts';

export type Outline =
  | { readonly kind: 'place'; readonly point: PixelPoint }
  | { readonly kind: 'line'; readonly ends: readonly [PixelPoint, PixelPoint] }
  | {
      readonly kind: 'axes';
      readonly long: readonly [PixelPoint, PixelPoint];
      readonly short: readonly [PixelPoint, PixelPoint];
    }
  | { readonly kind: 'area'; readonly polygon: Polygon<'pixel'> }
  /** It has a frame and no place in it. */
  | { readonly kind: 'image' };

/** What one person drew on one frame; a stored mark is one. Points in pixel coordinates of that frame. */
export interface Drawing {
  readonly tool: Tool;
  readonly points: readonly (readonly [number, number])[];
}

/** Undefined when the drawing has too few points for its tool; stored marks never have. */
export function outlineOf({ tool, points }: Drawing): Outline | undefined {
  if (tool === 'whole-image') return { kind: 'image' };
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
      return b && { kind: 'area', polygon: [a, pixelPoint(b[0], a[1]), b, pixelPoint(a[0], b[1])] };
    case 'ellipse':
      return b && c && d && { kind: 'area', polygon: polygonOfEllipse([a, b, c, d]) };
    case 'freehand':
      return { kind: 'area', polygon: pixels };
    default:
      return exhaustive(tool);
  }
}

/** The points that bound the outline: its ends, or the corners of its polygon. */
export function cornersOf(outline: Outline): readonly PixelPoint[] {
  switch (outline.kind) {
    case 'place':
      return [outline.point];
    case 'line':
      return outline.ends;
    case 'axes':
      return [outline.long[0], outline.short[0], outline.long[1], outline.short[1]];
    case 'area':
      return outline.polygon;
    case 'image':
      return [];
    default:
      return exhaustive(outline);
  }
}

/** The middle of what was drawn: the centre of an area, the middle of a line, the crossing region of axes, the place itself. An image as a whole has none. */
export function centreOf(outline: Outline): PixelPoint | undefined {
  return outline.kind === 'area' ? centroidOf(outline.polygon) : meanOf(cornersOf(outline));
}

/** The enclosed polygon, where the outline encloses anything. Axes enclose nothing: their area would be invented. */
export function polygonOf(outline: Outline): Polygon<'pixel'> | undefined {
  return outline.kind === 'area' && areaOf(outline.polygon) > 0 ? outline.polygon : undefined;
}
