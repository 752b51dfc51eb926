import { describe, expect, it } from 'vitest';
import { bootstrapped, type Times } from './bootstrap.ts';
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import { normalCdf, normalQuantile } from '../distributions/normal.ts';

/** Efron 1979: 15 American law schools, mean LSAT score and grade point average. */
const LSAT = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];
const GPA = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];

function correlation(times: Times = new Float64Array(LSAT.length).fill(1)): Figure {
  const sum = (f: (i: number) => number): number => times.reduce((total, t, i) => total + t * f(i), 0);
  const x = (i: number): number => LSAT[i] ?? 0;
  const y = (i: number): number => GPA[i] ?? 0;
  const n = sum(() => 1);
  const [mx, my] = [sum(x) / n, sum(y) / n];
  const xx = sum((i) => (x(i) - mx) ** 2);
  const yy = sum((i) => (y(i) - my) ** 2);
  const xy = sum((i) => (x(i) - mx) * (y(i) - my));
  return xx * yy > 0 ? defined(xy / Math.sqrt(xx * yy)) : undefinedBecause('no-items');
}

describe('bootstrap', () => {
  it('[ST5] gives the BCa interval another implementation gives for the law schools', () => {
    const { figure, interval } = bootstrapped({
      units: 15,
      statistic: correlation,
      seed: 7,
      resamples: 40_000,
      level: 0.9,
    });
    expect(figure.state === 'defined' && figure.value).toBeCloseTo(0.776, 3);
    if (interval.state === 'undefined') throw new Error(interval.because);
    expect(interval.method).toBe('bca');
    // SciPy 1.17.1 scipy.stats.bootstrap(method='BCa', n_resamples=40000); its percentile interval is 0.526 to 0.948.
    expect(interval.lower).toBeCloseTo(0.43, 1);
    expect(interval.upper).toBeCloseTo(0.927, 2);
  });

  it('[ST6] repeats itself for the same seed and differs for another', () => {
    const run = (seed: number): unknown =>
      bootstrapped({ units: 15, statistic: correlation, seed, resamples: 200 }).interval;
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it('[ST2] has no interval for one case, for no variation, for an undefined figure', () => {
    // As a κ of perfect agreement: it exists where both answers were drawn, in 7 of 8 resamples.
    const bothAnswers = (times: Times = new Float64Array(4).fill(1)): Figure =>
      [0, 1].every((answer) => times.some((n, unit) => n > 0 && unit % 2 === answer))
        ? defined(1)
        : undefinedBecause('one-category');
    const perfect = bootstrapped({ units: 4, statistic: bothAnswers, seed: 1 });
    expect(perfect.figure).toEqual({ state: 'defined', value: 1 });
    expect(perfect.interval).toEqual({ state: 'undefined', because: 'undefined-resamples' });
    expect(bootstrapped({ units: 1, statistic: () => defined(1), seed: 1 }).interval).toEqual(
      undefinedBecause('one-case'),
    );
    expect(bootstrapped({ units: 9, statistic: () => defined(1), seed: 1 }).interval).toEqual(
      undefinedBecause('no-variation'),
    );
    expect(bootstrapped({ units: 9, statistic: () => undefinedBecause('no-items'), seed: 1 })).toEqual({
      figure: undefinedBecause('no-items'),
      interval: undefinedBecause('no-items'),
      n: 9,
    });
  });

  it('falls back to percentiles, and says so, where the correction does not exist', () => {
    // The full sample lies below every resample: there is no finite bias to correct.
    const statistic = (times?: Times): Figure => defined(times && times.some((t) => t > 1) ? 1 + (times[0] ?? 0) : 0);
    expect(bootstrapped({ units: 20, statistic, seed: 1 }).interval).toMatchObject({ method: 'percentile' });
  });

  it('leaves out groups of cases, not single ones, where there are many', () => {
    const values = Array.from({ length: 1200 }, (_, i) => (i * 7919) % 1200);
    let calls = 0;
    const statistic = (times?: Times): Figure => {
      calls++;
      return defined(values.reduce((sum, v, i) => sum + v * (times ? (times[i] ?? 0) : 1), 0) / 1200);
    };
    const { interval } = bootstrapped({ units: 1200, statistic, seed: 1, resamples: 400 });
    expect(calls).toBe(1 + 400 + 500);
    if (interval.state === 'undefined') throw new Error(interval.because);
    // A mean: the normal interval 599.5 ± 1.96 · 346.4 / √1200 is right but for the noise of 400 resamples.
    expect(Math.abs(interval.lower - 579.9)).toBeLessThan(4);
    expect(Math.abs(interval.upper - 619.1)).toBeLessThan(4);
  });
});

describe('normal distribution', () => {
  it('knows its usual quantiles', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalCdf(-1.2815515655446004)).toBeCloseTo(0.1, 14);
    expect([normalQuantile(0), normalQuantile(1), normalCdf(-40), normalCdf(40)]).toEqual([-Infinity, Infinity, 0, 1]);
  });
});
