/** What stands at a mark: whose it is, and what it measures in the unit that is honest for its frame. */
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import { measurementsOf, measurementText, type Measurements } from '#domain/geometry/measurement.ts';
import type { Drawing } from '#domain/geometry/shape.ts';

/** "18.2 mm", "18.2 mm × 12.0 mm", "21.3 mm, 245 mm²", "40 px"; empty for a probe and an arrow, which measure nothing. */
export function measureText(drawing: Drawing, { spacing }: Pick<FrameGeometry, 'spacing'>): string {
  if (drawing.tool === 'arrow') return '';
  const { longest, shortest, area } = measured(drawing, spacing);
  if (!longest) return '';
  if (area) return `${measurementText(longest)}, ${measurementText(area)}`;
  return [longest, ...(shortest ? [shortest] : [])].map(measurementText).join(' × ');
}

/** "23 mm", "40 px": the longest diameter on this frame alone, where many marks lie on each other. */
export function briefText(drawing: Drawing, { spacing }: Pick<FrameGeometry, 'spacing'>): string {
  if (drawing.tool === 'arrow') return '';
  const { longest } = measured(drawing, spacing);
  if (!longest) return '';
  const text = `${String(Math.round(longest.value))} ${longest.unit}`;
  return longest.calibration === 'imager' ? `${text} at detector` : text;
}

/** A label asks at every picture, while points that are stored never change: what was measured once is kept as long as they are. */
const known = new WeakMap<
  Drawing['points'],
  { readonly spacing: FrameGeometry['spacing']; readonly sizes: Measurements }
>();

function measured(drawing: Drawing, spacing: FrameGeometry['spacing']): Measurements {
  const found = known.get(drawing.points);
  if (found && found.spacing === spacing) return found.sizes;
  const sizes = measurementsOf(drawing, spacing);
  known.set(drawing.points, { spacing, sizes });
  return sizes;
}
