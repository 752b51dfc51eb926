import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, incompleteBeta } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';
import { studentCdf, studentQuantile, studentTwoSided } from './student.ts';

describe('Student’s t', () => {
  it('[ST30] gives the critical values that every table prints', () => {
    // Fisher & Yates 1963, table III, two-sided 5 % and 1 %.
    const table: readonly [df: number, at5: number, at1: number][] = [
      [1, 12.706, 63.657],
      [2, 4.303, 9.925],
      [5, 2.571, 4.032],
      [10, 2.228, 3.169],
      [30, 2.042, 2.75],
      [120, 1.98, 2.617],
      [Infinity, 1.96, 2.576],
    ];
    for (const [df, at5, at1] of table) {
      expect(studentQuantile(0.975, df)).toBeCloseTo(at5, 3);
      expect(studentQuantile(0.995, df)).toBeCloseTo(at1, 3);
    }
  });

  it('[ST30] follows the closed forms of one and two degrees of freedom, far into the tails', () => {
    for (const t of [-1e6, -30, -2, -0.1, 0, 0.5, 3, 100]) {
      expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 13);
      expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 13);
    }
    expect(studentQuantile(0, 3)).toBe(-Infinity);
    expect(studentQuantile(1, 3)).toBe(Infinity);
    expect(studentTwoSided(-12.7062047362, 1)).toBeCloseTo(0.05, 10);
  });

  it('[ST30] the quantile undoes the distribution, also for broken degrees of freedom', () => {
    const share = fc.double({ min: 0.0005, max: 0.9995, noNaN: true });
    const df = fc.double({ min: 0.5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(share, df, (p, freedom) => {
        expect(studentCdf(studentQuantile(p, freedom), freedom)).toBeCloseTo(p, 9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('beta', () => {
  it('[ST30] is a polynomial for whole parameters and mirrors itself', () => {
    expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(0.3483, 12);
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(betaQuantile(0.3483, 2, 3)).toBeCloseTo(0.3, 10);
    const parameter = fc.double({ min: 0.2, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), parameter, parameter, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('[ST30] rests on the logarithm of the factorial', () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
    expect(logGamma(171)).toBeCloseTo(706.5730622457874, 9);
  });
});
