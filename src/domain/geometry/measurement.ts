/** A measurement says its unit and what the unit rests on: pixels are never passed off as millimetres. */
import { longestAxis, shortAxis, type Axis } from './diameter.ts';
import { planePointOf, type Spacing } from './frame.ts';
import { cornersOf, outlineOf, polygonsOf, type Outline } from './outline.ts';
import type { PixelPoint, PlanarSpace, Point } from './point.ts';
import { areaOf, type Polygon } from './polygon.ts';
import type { Drawing } from './shape.ts';

/** `patient`: in the patient. `imager`: at the detector, larger than in the patient. `ultrasound-region`: of that region only. */
export type Calibration = Spacing['kind'];

export type Measurement =
  | { readonly unit: 'mm' | 'mm²'; readonly value: number; readonly calibration: Calibration }
  | { readonly unit: 'px' | 'px²'; readonly value: number; readonly calibration: 'none' };

/** What can be measured on a drawing; a place has none of these. */
export interface Measurements {
  readonly longest?: Measurement;
  readonly shortest?: Measurement;
  readonly area?: Measurement;
}

export function measurementsOf(drawing: Drawing, spacing: Spacing | undefined): Measurements {
  const outline = outlineOf(drawing);
  if (!outline) return {};
  const sizes = spacing ? sizesOf(outline, (p) => planePointOf(p, spacing)) : sizesOf<'pixel'>(outline, (p) => p);
  return {
    ...(sizes.longest === undefined ? {} : { longest: lengthOf(sizes.longest, spacing) }),
    ...(sizes.shortest === undefined ? {} : { shortest: lengthOf(sizes.shortest, spacing) }),
    ...(sizes.area === undefined ? {} : { area: surfaceOf(sizes.area, spacing) }),
  };
}

/** The longest straight line between any two of the points. Undefined without points. */
export function longestDiameter(points: readonly PixelPoint[], spacing: Spacing | undefined): Measurement | undefined {
  const axis = spacing ? longestAxis(points.map((p) => planePointOf(p, spacing))) : longestAxis(points);
  return axis && lengthOf(axis.length, spacing);
}

/** The enclosed area, in mm² where the frame is calibrated, else in px². */
export const enclosedArea = (polygon: Polygon<'pixel'>, spacing: Spacing | undefined): Measurement =>
  surfaceOf(areaOf(polygon) * (spacing ? spacing.row * spacing.column : 1), spacing);

/** Rounded as far as a reading on a screen means anything: tenths of millimetres, whole pixels. */
export function measurementText({ unit, value, calibration }: Measurement): string {
  const digits = unit === 'mm' ? 1 : 0;
  const text = `${value.toFixed(digits)} ${unit}`;
  return calibration === 'imager' ? `${text} at detector` : text;
}

interface Sizes {
  readonly longest?: number;
  readonly shortest?: number;
  readonly area?: number;
}

/** Measured after conversion: with unequal spacing the longest line in pixels need not be the longest in millimetres. */
function sizesOf<S extends PlanarSpace>(outline: Outline, convert: (p: PixelPoint) => Point<S>): Sizes {
  if (outline.kind === 'place' || outline.kind === 'image') return {};
  const axis = longestAxis(cornersOf(outline).map(convert));
  if (!axis) return {};
  if (outline.kind === 'line') return { longest: axis.length };
  if (outline.kind === 'axes') return axesSizes(outline.long.map(convert), outline.short.map(convert));
  const polygons = polygonsOf(outline).map((polygon) => polygon.map(convert));
  return polygons.length > 0 ? areaSizes(polygons, axis) : { longest: axis.length };
}

/** Patches are measured together: the lines may cross what lies between them. */
function areaSizes<S extends PlanarSpace>(polygons: readonly Polygon<S>[], axis: Axis<S>): Sizes {
  const short = shortAxis<S>(polygons, axis);
  const area = polygons.reduce((sum, polygon) => sum + areaOf(polygon), 0);
  return { longest: axis.length, area, ...(short ? { shortest: short.length } : {}) };
}

/** Drawn axes are measured as drawn; the longer one is the long axis whichever was drawn first. */
function axesSizes<S extends PlanarSpace>(first: readonly Point<S>[], second: readonly Point<S>[]): Sizes {
  const lengths = [longestAxis(first)?.length ?? 0, longestAxis(second)?.length ?? 0];
  return { longest: Math.max(...lengths), shortest: Math.min(...lengths) };
}

const lengthOf = (value: number, spacing: Spacing | undefined): Measurement =>
  spacing ? { unit: 'mm', value, calibration: spacing.kind } : { unit: 'px', value, calibration: 'none' };

const surfaceOf = (value: number, spacing: Spacing | undefined): Measurement =>
  spacing ? { unit: 'mm²', value, calibration: spacing.kind } : { unit: 'px²', value, calibration: 'none' };
