import { expect, test } from 'vitest';
import { measurementsOf } from './measurement.ts';
import { centreOf, cornersOf, outlineOf, polygonsOf } from './outline.ts';
import type { Drawing } from './shape.ts';

const box = (points: Drawing['points']): Drawing => ({ tool: 'box', points });

test('[RW1] a box is the area between two opposite corners, whichever was drawn first', () => {
  const outlines = [
    box([
      [2, 3],
      [12, 7],
    ]),
    box([
      [12, 7],
      [2, 3],
    ]),
    box([
      [2, 7],
      [12, 3],
    ]),
  ].map(outlineOf);
  for (const outline of outlines) {
    expect(outline && centreOf(outline)).toEqual([7, 5]);
    expect(outline && polygonsOf(outline)[0]).toHaveLength(4);
  }
  const spacing = { row: 0.5, column: 2, kind: 'patient' } as const;
  const { longest, area } = measurementsOf(
    box([
      [2, 3],
      [12, 7],
    ]),
    spacing,
  );
  expect(area).toEqual({ unit: 'mm²', value: 40, calibration: 'patient' });
  expect(longest?.value).toBeCloseTo(Math.hypot(20, 2));
});

test('[RW2] an image as a whole has no place in it, no corners and no size', () => {
  const whole = outlineOf({ tool: 'whole-image', points: [] });
  expect(whole).toEqual({ kind: 'image' });
  expect(whole && [centreOf(whole), polygonsOf(whole), cornersOf(whole)]).toEqual([undefined, [], []]);
  expect(measurementsOf({ tool: 'whole-image', points: [] }, { row: 1, column: 1, kind: 'patient' })).toEqual({});
});
