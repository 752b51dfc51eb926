import { describe, expect, it } from 'vitest';
import { extentOf, outlinesOf, type Extent, type FrameDrawing, type GeometryOf } from './extent.ts';
import type { FrameGeometry, FrameKey } from './frame.ts';
import { patientPoint } from './point.ts';

const box = (frame: number, width: number, height: number, left = 0): FrameDrawing => ({
  frame: { sop: '1.2.3', frame },
  tool: 'freehand',
  points: [
    [left, 0],
    [left + width, 0],
    [left + width, height],
    [left, height],
  ],
});
/** Higher frame numbers lie lower in the patient. */
const stack = ({ frame }: FrameKey): FrameGeometry => ({
  rows: 64,
  columns: 64,
  spacing: { row: 2, column: 2, kind: 'patient' },
  plane: { position: patientPoint(0, 0, -frame), alongRow: patientPoint(1, 0, 0), alongColumn: patientPoint(0, 1, 0) },
});
const unknown = (): undefined => undefined;
const extent = (drawings: readonly FrameDrawing[], geometry: GeometryOf): Extent | undefined =>
  extentOf(outlinesOf(drawings), geometry);

describe('extent of a lesion', () => {
  it('[GE4] is the longest diameter on the frame where it covers the most, not the longest anywhere', () => {
    const largest = extent([box(1, 12, 1), box(2, 8, 6)], stack);
    expect(largest).toEqual({
      frame: { sop: '1.2.3', frame: 2 },
      diameter: { unit: 'mm', value: 20, calibration: 'patient' },
    });
  });

  it('[GE4] takes the first frame along the stack when two cover the same', () => {
    const tie = [box(1, 6, 8), box(2, 12, 4)];
    expect(extent(tie, stack)?.frame.frame).toBe(2);
    expect(extent(tie.toReversed(), stack)?.frame.frame).toBe(2);
    expect(extent(tie, unknown)?.frame.frame).toBe(1);
  });

  it('spans patches of one frame and adds their areas', () => {
    const largest = extent([box(1, 3, 4), box(1, 3, 4, 10), box(2, 4, 4)], unknown);
    expect(largest?.diameter).toEqual({ unit: 'px', value: Math.hypot(13, 4), calibration: 'none' });
  });

  it('measures lines where nothing is enclosed, and nothing where only places are marked', () => {
    const line = (to: number): FrameDrawing => ({
      frame: { sop: '1', frame: 1 },
      tool: 'length',
      points: [
        [0, 0],
        [to, 0],
      ],
    });
    expect(extent([line(4), line(9)], unknown)?.diameter.value).toBe(9);
    expect(extent([line(30), box(1, 3, 4)], unknown)?.diameter.value).toBe(5);
    expect(extent([{ frame: { sop: '1', frame: 1 }, tool: 'probe', points: [[0, 0]] }], unknown)).toBeUndefined();
  });
});
