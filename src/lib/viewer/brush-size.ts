/** How large a brush can be, in pixels along a row: each size about half as large again as the one before. */
import type { FrameGeometry } from '#domain/geometry/frame.ts';

export const BRUSH_SIZES = [1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90] as const;

export const sizeIndexOf = (diameter: number): number =>
  Math.max(
    0,
    BRUSH_SIZES.findLastIndex((size) => size <= diameter),
  );

/** One size smaller or larger; the same at the ends. */
export const sizeBeside = (diameter: number, by: 1 | -1): number => BRUSH_SIZES[sizeIndexOf(diameter) + by] ?? diameter;

/** To begin with: about a thirtieth of the image. */
export const firstSize = ({ columns }: Pick<FrameGeometry, 'columns'>): number =>
  BRUSH_SIZES[sizeIndexOf(columns / 30)] ?? 1;

/** "12 px, 8.4 mm", or pixels alone where the image is not calibrated in the patient. */
export function sizeWords(diameter: number, { spacing }: Pick<FrameGeometry, 'spacing'>): string {
  const pixels = `${String(diameter)} px`;
  return spacing?.kind === 'patient' ? `${pixels}, ${(diameter * spacing.column).toFixed(1)} mm` : pixels;
}
