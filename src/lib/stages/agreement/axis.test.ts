import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOver, tickDigits } from './axis.ts';

describe('an axis', () => {
  it('runs from a round number to a round number', () => {
    const axis = axisOver([-0.13, 1], { start: 0, end: 100 });
    expect(axis.ticks.map((tick) => tick.toFixed(tickDigits(axis)))).toEqual(['-0.5', '0.0', '0.5', '1.0']);
    expect(axis.place(1)).toBe(100);
    expect(axis.place(-9)).toBe(0);
  });

  it('upwards on a drawing whose rows count downwards, and for a single value', () => {
    const axis = axisOver([7, 7], { start: 200, end: 0 });
    expect(axis.place(axis.to)).toBe(0);
    expect(axis.from).toBeLessThan(axis.to);
  });

  it('holds every value on the drawing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const axis = axisOver(values, { start: 10, end: 90 });
        expect(axis.ticks.length).toBeLessThan(16);
        // A value that is a tick but for rounding does not open another interval.
        const rounding = 1e-8 * (axis.to - axis.from);
        for (const value of values) {
          expect(axis.from).toBeLessThanOrEqual(value + 1e-6 * Math.abs(value) + rounding);
          expect(axis.place(value)).toBeGreaterThanOrEqual(10);
          expect(axis.place(value)).toBeLessThanOrEqual(90);
        }
      }),
    );
  });
});
