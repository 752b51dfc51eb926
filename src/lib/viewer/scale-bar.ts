/** A bar of a round length, as long as fits: "50 mm" where the image is calibrated, "200 px" where it is not. */
import type { Spacing } from '#domain/geometry/frame.ts';
import { scaleBar } from '#domain/geometry/scale-bar.ts';

export interface LabelledBar {
  /** In CSS pixels. */
  readonly width: number;
  readonly text: string;
}

/** @param zoom CSS pixels per image pixel along a row; @param room the longest bar, in CSS pixels. */
export function scaleBarOf(zoom: number, spacing: Spacing | undefined, room: number): LabelledBar | null {
  const bar = scaleBar(zoom / (spacing?.column ?? 1), room);
  if (!bar) return null;
  // Decimal places without the noise of binary fractions: 0.2, not 0.20000000000000001.
  const length = String(Number(bar.mm.toPrecision(3)));
  if (!spacing) return { width: bar.length, text: `${length} px` };
  return { width: bar.length, text: `${length} mm${spacing.kind === 'imager' ? ' at detector' : ''}` };
}
