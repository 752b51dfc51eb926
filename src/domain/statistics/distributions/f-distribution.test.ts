import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquaredUpperTail } from './chi-squared.ts';
import { fCdf, fQuantile, fUpperTail } from './f-distribution.ts';
import { studentQuantile } from './student.ts';

describe('the F distribution', () => {
  it('[ST31] gives the critical values that every table prints', () => {
    // Fisher & Yates 1963, table V, 5 % points.
    expect(fQuantile(0.95, 1, 1)).toBeCloseTo(161.45, 2);
    expect(fQuantile(0.95, 3, 20)).toBeCloseTo(3.1, 2);
    expect(fQuantile(0.95, 5, 10)).toBeCloseTo(3.33, 2);
    expect(fQuantile(0.975, 5, 15)).toBeCloseTo(3.58, 2);
    expect(fUpperTail(fQuantile(0.99, 4, 8), 4, 8)).toBeCloseTo(0.01, 12);
    // Far out, with half a degree of freedom below: f^(−1/4) falls so slowly that 1 − p has no digits left.
    expect(fQuantile(0.9999, 4000, 0.5) / 3703175036871782).toBeCloseTo(1, 6);
    expect([fCdf(0, 3, 4), fUpperTail(-1, 3, 4), fQuantile(0, 3, 4), fQuantile(1, 3, 4)]).toEqual([0, 1, 0, Infinity]);
  });

  it('[ST31] is the square of t for one degree of freedom above, and turns over with its degrees', () => {
    const df = fc.double({ min: 1, max: 300, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), df, df, (p, df1, df2) => {
        expect(fQuantile(p, 1, df2)).toBeCloseTo(studentQuantile((1 + p) / 2, df2) ** 2, 4);
        expect(fQuantile(p, df1, df2) * fQuantile(1 - p, df2, df1)).toBeCloseTo(1, 6);
      }),
      { numRuns: 30 },
    );
  });
});

describe('χ²', () => {
  it('[ST31] gives the critical values that every table prints, and exp(−x/2) for two degrees of freedom', () => {
    expect(chiSquaredUpperTail(3.841459, 1)).toBeCloseTo(0.05, 7);
    expect(chiSquaredUpperTail(18.307, 10)).toBeCloseTo(0.05, 5);
    expect(chiSquaredUpperTail(124.342, 100)).toBeCloseTo(0.05, 5);
    for (const x of [0.1, 1, 3, 50, 400]) expect(chiSquaredUpperTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 10);
    expect(chiSquaredUpperTail(0, 4)).toBe(1);
  });
});
