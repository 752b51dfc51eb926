import { describe, expect, it } from 'vitest';
import { defined, undefinedBecause } from '#domain/statistics/figure.ts';
import { figureName, intervalMethod, intervalText, numberText, prevalenceWarning, valueText } from './figure-words.ts';

describe('figures in words', () => {
  it('a figure that does not exist says why', () => {
    const estimate = { figure: undefinedBecause('one-item'), interval: undefinedBecause('one-case'), n: 1 };
    expect(valueText(estimate)).toMatch(/^undefined, because n = 1/);
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
    expect(valueText({ figure: defined(-0.04), interval, n: 12 })).toBe('\u22120.04');
    expect(numberText(-0.001)).toBe('0.00');
    expect(intervalText(interval)).toBe('\u22120.10 to 0.50');
    expect(intervalMethod(interval)).toBe('95 %, BCa, 2,000 resamples of patients');
  });

  it('a figure without an interval says why there is none', () => {
    expect(intervalText(undefinedBecause('no-variation'))).toMatch(/^no interval: /);
  });

  it('a figure is named with its weights', () => {
    expect(figureName('gwet-ac', 'quadratic')).toBe('Gwet’s AC, quadratic weights');
    expect(figureName('cohen-kappa')).toBe('Cohen’s κ');
  });

  it('[AP10] a skewed prevalence is warned of, in one place and with its share', () => {
    expect(prevalenceWarning(0.93)).toMatch(/^93 % of all answers/);
    expect(prevalenceWarning(0.5)).toBeNull();
    expect(prevalenceWarning(null)).toBeNull();
  });
});
