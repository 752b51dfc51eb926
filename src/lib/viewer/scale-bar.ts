/** A bar of a round length, as long as fits: "50 mm" where the image is calibrated, "200 px" where it is not. */
import type { Spacing } from '#domain/geometry/frame.ts';

export interface ScaleBar {
  /** In CSS pixels. */
  readonly width: number;
  readonly text: string;
}

const ROUND = [1, 2, 5];

function roundBelow(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  const step = ROUND.findLast((digit) => digit * power <= length) ?? 1;
  return step * power;
}

/** @param zoom CSS pixels per image pixel along a row; @param room the longest bar, in CSS pixels. */
export function scaleBarOf(zoom: number, spacing: Spacing | undefined, room: number): ScaleBar | null {
  if (!(zoom > 0) || !(room > 0)) return null;
  const unitsPerPixel = spacing?.column ?? 1;
  const length = roundBelow((room / zoom) * unitsPerPixel);
  const width = (length / unitsPerPixel) * zoom;
  if (!spacing) return { width, text: `${String(length)} px` };
  const where = spacing.kind === 'imager' ? ' at detector' : '';
  return {
    width,
    text: length >= 1 ? `${String(length)} mm${where}` : `${String(Math.round(length * 1000))} µm${where}`,
  };
}
