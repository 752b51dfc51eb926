import { describe, expect, it } from 'vitest';
import { seeded } from '../../kernel/random.ts';
import { coefficient } from './coefficient.ts';
import { COEFFICIENT_RULES } from './coefficient-rules.ts';
import { ratingTable, type RatingTable } from '../ratings/rating-table.ts';
import { resampledCoefficients, type ResamplingRequest } from './resampled-coefficients.ts';
import { weightsOf } from '../ratings/weights.ts';

const UNWEIGHTED = weightsOf('unweighted', [1, 2, 3]);

/** Raters who are right four times out of five. */
function table(items: number, raters: number): RatingTable {
  const random = seeded(3);
  const ratings = Array.from({ length: items }, () => {
    const truth = random.int(1, 3);
    return Array.from({ length: raters }, () => (random.unit() < 0.8 ? truth : random.int(1, 3)));
  });
  const made = ratingTable(ratings);
  if (!made.ok) throw new Error('no table');
  return made.value;
}

const wanted = [COEFFICIENT_RULES['gwet-ac'], COEFFICIENT_RULES['light-kappa'], COEFFICIENT_RULES['cohen-kappa']].map(
  (rule) => ({ rule, weights: UNWEIGHTED }),
);

const widths = (request: Omit<ResamplingRequest, 'wanted' | 'seed'>): number[] =>
  resampledCoefficients({ ...request, wanted, seed: 5 }).map(({ interval }) =>
    interval.state === 'defined' ? interval.upper - interval.lower : NaN,
  );

describe('resampled coefficients', () => {
  it('[ST14] come close to the published standard error where there is one, and exist where there is none', () => {
    const data = table(300, 4);
    const [ac, light, cohen] = resampledCoefficients({ table: data, wanted, seed: 1 });
    const published = coefficient({ table: data, rule: COEFFICIENT_RULES['gwet-ac'], weights: UNWEIGHTED });
    expect(ac?.figure).toEqual(published.figure);
    expect((ac?.se ?? NaN) / (published.se ?? NaN)).toBeCloseTo(1, 1);
    expect(light?.interval).toMatchObject({ state: 'defined', method: 'bca', resamples: 2000 });
    expect(cohen).toMatchObject({ figure: { because: 'more-than-two-raters' }, interval: { state: 'undefined' } });
  });

  it('[ST14] draw what belongs together as one: items of few patients say less', () => {
    const data = table(200, 3);
    const doubled = { ...data, items: 400, rowOf: Int32Array.from([...data.rowOf, ...data.rowOf]) };
    const twice = { ...doubled, frequency: data.frequency.map((times) => 2 * times) };
    const of = Int32Array.from({ length: 400 }, (_, item) => item % 200);
    const [clustered] = widths({ table: twice, clusters: { count: 200, of } });
    const [once] = widths({ table: data });
    const [naive] = widths({ table: twice });
    expect(clustered).toBeCloseTo(once ?? NaN, 12);
    expect((naive ?? NaN) / (once ?? NaN)).toBeCloseTo(Math.SQRT1_2, 1);
  });

  it('[ST13] draw raters, too, where the interval is to hold for raters in general', () => {
    const data = table(300, 5);
    const [these = NaN] = widths({ table: data });
    const [general = NaN] = widths({ table: data, raters: 'random' });
    expect(general).toBeGreaterThan(these);
    const [pair] = resampledCoefficients({ table: table(50, 2), wanted, seed: 1, raters: 'random' });
    expect(pair?.interval).toEqual({ state: 'undefined', because: 'undefined-resamples' });
  });
});
