/** One line per revealed read: how large this reader drew it, and what the reader called it. */
import { planePointOf, type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import { longestAxis } from '#domain/geometry/diameter.ts';
import { cornersOf, outlineOf } from '#domain/geometry/outline.ts';
import { valueText, type Field } from '#domain/protocol/field.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { RevealedRead } from '#domain/session/view.ts';

export type GeometryOf = (frame: FrameKey) => FrameGeometry | undefined;

/** "18 mm", "31 px" on frames without calibration, "not found", or "placed" for a mark without extent. */
export function sizeText(read: RevealedRead, geometryOf: GeometryOf): string {
  if (!read.found) return 'not found';
  const sizes = read.marks.map((mark) => extentOf(mark, geometryOf)).filter((size) => size !== null);
  const largest = sizes.toSorted((a, b) => b.length - a.length)[0];
  return largest ? `${String(Math.round(largest.length))} ${largest.unit}` : 'placed';
}

/** Longest diameter of the points somebody drew on one frame; null where they have no extent. */
export function extentOf(
  drawing: Pick<Mark, 'tool' | 'points' | 'frame'>,
  geometryOf: GeometryOf,
): { readonly length: number; readonly unit: 'mm' | 'px' } | null {
  const outline = outlineOf(drawing);
  if (!outline || outline.kind === 'place') return null;
  const corners = cornersOf(outline);
  const spacing = geometryOf(drawing.frame)?.spacing;
  const length = spacing
    ? longestAxis(corners.map((point) => planePointOf(point, spacing)))?.length
    : longestAxis(corners)?.length;
  return length === undefined || length === 0 ? null : { length, unit: spacing ? 'mm' : 'px' };
}

/** "Solid, malignancy 4": anchors by their number alone. Fields the protocol does not know any more are left out. */
export const attributesText = (read: RevealedRead, fields: readonly Field[]): string =>
  fields
    .flatMap((field) => {
      const value = read.attributes[field.id];
      if (value === undefined) return [];
      return field.kind === 'ordinal' ? [`${field.label.toLowerCase()} ${String(value)}`] : [valueText(field, value)];
    })
    .join(', ');
