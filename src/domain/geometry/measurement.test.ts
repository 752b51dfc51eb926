import { describe, expect, it } from 'vitest';
import type { Spacing } from './frame.ts';
import { measurementsOf, measurementText } from './measurement.ts';
import { centreOf, outlineOf } from './outline.ts';
import { scaleBar } from './scale-bar.ts';

const spacing = (row: number, column: number, kind: Spacing['kind'] = 'patient'): Spacing => ({ row, column, kind });
const rectangle = {
  tool: 'freehand',
  points: [
    [0, 0],
    [10, 0],
    [10, 4],
    [0, 4],
  ],
} as const;

describe('measurement', () => {
  it('[GE2] is in pixels, and says so, where the frame has no spacing', () => {
    const { longest, shortest, area } = measurementsOf(rectangle, undefined);
    expect(longest).toEqual({ unit: 'px', value: Math.hypot(10, 4), calibration: 'none' });
    expect(area).toEqual({ unit: 'px²', value: 40, calibration: 'none' });
    expect(shortest?.unit).toBe('px');
  });

  it('finds the longest line in millimetres, which need not be the longest in pixels', () => {
    const { longest } = measurementsOf(
      {
        tool: 'freehand',
        points: [
          [0, 0],
          [10, 0],
          [0, 8],
        ],
      },
      spacing(2, 0.5),
    );
    expect(longest?.value).toBeCloseTo(Math.hypot(5, 16));
    expect(measurementsOf(rectangle, spacing(2, 0.5)).area).toEqual({ unit: 'mm²', value: 40, calibration: 'patient' });
  });

  it('[GE2] names a length at the detector as such', () => {
    const { longest } = measurementsOf(
      {
        tool: 'length',
        points: [
          [0, 0],
          [0, 10],
        ],
      },
      spacing(0.143, 0.143, 'imager'),
    );
    expect(longest && measurementText(longest)).toBe('1.4 mm at detector');
  });

  it('measures drawn axes as drawn, the longer one first', () => {
    const axes = {
      tool: 'bidirectional',
      points: [
        [5, 0],
        [5, 4],
        [0, 2],
        [9, 2],
      ],
    } as const;
    const sizes = measurementsOf(axes, spacing(1, 1));
    expect([sizes.longest?.value, sizes.shortest?.value, sizes.area]).toEqual([9, 4, undefined]);
  });

  it('gives a place no size', () => {
    expect(measurementsOf({ tool: 'probe', points: [[3, 3]] }, spacing(1, 1))).toEqual({});
    const arrow = outlineOf({
      tool: 'arrow',
      points: [
        [3, 3],
        [9, 9],
      ],
    });
    expect(arrow && centreOf(arrow)).toEqual([3, 3]);
    expect(outlineOf({ tool: 'length', points: [[3, 3]] })).toBeUndefined();
  });

  it('measures an ellipse by its axes', () => {
    const ellipse = {
      tool: 'ellipse',
      points: [
        [10, 14],
        [10, 6],
        [0, 10],
        [20, 10],
      ],
    } as const;
    const { longest, shortest, area } = measurementsOf(ellipse, spacing(0.5, 0.5));
    expect(longest?.value).toBeCloseTo(10);
    expect(shortest?.value).toBeCloseTo(4, 1);
    expect(area?.value).toBeCloseTo(Math.PI * 5 * 2, 1);
  });
});

describe('scale bar', () => {
  it('is the longest of 1, 2 or 5 times a power of ten that fits', () => {
    expect(scaleBar(2, 150)).toEqual({ mm: 50, length: 100 });
    expect(scaleBar(2, 80)).toEqual({ mm: 20, length: 40 });
    expect(scaleBar(10, 100)).toEqual({ mm: 10, length: 100 });
    expect(scaleBar(100, 30)?.mm).toBeCloseTo(0.2);
  });

  it('is absent without room or scale', () => {
    expect(scaleBar(0, 100)).toBeUndefined();
    expect(scaleBar(2, 0)).toBeUndefined();
    expect(scaleBar(Number.NaN, 100)).toBeUndefined();
  });
});
