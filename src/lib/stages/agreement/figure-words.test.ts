import { describe, expect, it } from 'vitest';
import { defined, undefinedBecause } from '#domain/statistics/figure.ts';
import { intervalText, valueText } from './figure-words.ts';

describe('figures in words', () => {
  it('a figure that does not exist says why, and has no interval', () => {
    const estimate = { figure: undefinedBecause('one-item'), interval: undefinedBecause('one-case'), n: 1 };
    expect(valueText(estimate)).toMatch(/^undefined, because n = 1/);
    expect(intervalText(estimate)).toBe('');
  });

  it('carries a true minus sign, the level, the method and the number of resamples', () => {
    const interval = {
      state: 'defined',
      lower: -0.1,
      upper: 0.5,
      level: 0.95,
      method: 'bca',
      resamples: 2000,
    } as const;
    const estimate = { figure: defined(-0.04), interval, n: 12 };
    expect(valueText(estimate)).toBe('\u22120.04');
    expect(intervalText(estimate)).toBe('95 % interval \u22120.10 to 0.50 (BCa, 2,000 resamples of cases)');
  });

  it('a figure without an interval says why there is none', () => {
    expect(intervalText({ figure: defined(1), interval: undefinedBecause('no-variation'), n: 3 })).toMatch(
      /^no interval: /,
    );
  });
});
