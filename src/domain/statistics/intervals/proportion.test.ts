import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosticAccuracy } from '../reader-study/diagnostic-accuracy.ts';
import type { Estimate } from '../figure.ts';
import { proportion } from './proportion.ts';

const bounds = ({ interval }: Estimate): [number, number] => {
  if (interval.state === 'undefined') throw new Error(interval.because);
  return [interval.lower, interval.upper];
};

describe('a proportion', () => {
  it('[ST43] has the intervals Newcombe 1998 prints for 81 of 263, 15 of 148, 0 of 20 and 1 of 29', () => {
    // Newcombe 1998, Stat Med 17:857, table I, methods 3 (Wilson) and 5 (Clopper & Pearson).
    const table: readonly [count: number, n: number, wilson: [number, number], exact: [number, number]][] = [
      [81, 263, [0.2553, 0.3662], [0.2527, 0.3676]],
      [15, 148, [0.0624, 0.1605], [0.0578, 0.1617]],
      [0, 20, [0, 0.1611], [0, 0.1684]],
      [1, 29, [0.0061, 0.1718], [0.0009, 0.1776]],
    ];
    for (const [count, n, wilson, exact] of table) {
      bounds(proportion(count, n)).forEach((bound, i) => expect(bound).toBeCloseTo(wilson[i] ?? NaN, 4));
      bounds(proportion(count, n, { method: 'clopper-pearson' })).forEach((bound, i) =>
        expect(bound).toBeCloseTo(exact[i] ?? NaN, 4),
      );
    }
  });

  it('[ST43] has intervals that hold it, inside 0 and 1, and turn over with it', () => {
    const method = fc.constantFrom('wilson' as const, 'clopper-pearson' as const);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), method, (n, some, how) => {
        const count = some % (n + 1);
        const [lower, upper] = bounds(proportion(count, n, { method: how }));
        const [low, high] = bounds(proportion(n - count, n, { method: how }));
        expect(0 <= lower && lower <= count / n && count / n <= upper && upper <= 1).toBe(true);
        expect(1 - high).toBeCloseTo(lower, 9);
        expect(1 - low).toBeCloseTo(upper, 9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('decisions against the truth', () => {
  it('[ST44] agree with the liver scans of Altman & Bland 1994', () => {
    // BMJ 308:1552: 231 of 258 abnormal livers and 54 of 86 normal ones were called so.
    const found = diagnosticAccuracy({ truePositive: 231, falsePositive: 32, falseNegative: 27, trueNegative: 54 });
    const shares = [0.9, 0.63, 0.88, 0.67];
    Object.values(found).forEach(({ figure }: Estimate, i) => {
      expect(figure.state === 'defined' ? figure.value : NaN).toBeCloseTo(shares[i] ?? NaN, 2);
    });
  });

  it('[ST2] are undefined where there is nobody to count', () => {
    const none = diagnosticAccuracy({ truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 3 });
    const because = ({ figure }: Estimate): string => (figure.state === 'undefined' ? figure.because : 'defined');
    expect(because(none.sensitivity)).toBe('no-diseased');
    expect(because(none.specificity)).toBe('defined');
    expect(because(none.positivePredictiveValue)).toBe('no-cases-called');
    const ill = diagnosticAccuracy({ truePositive: 1, falsePositive: 0, falseNegative: 0, trueNegative: 0 });
    expect([because(ill.specificity), because(ill.negativePredictiveValue)]).toEqual(['no-healthy', 'no-cases-called']);
  });
});
