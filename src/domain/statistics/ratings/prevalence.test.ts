import { describe, expect, it } from 'vitest';
import { prevalenceOf } from './prevalence.ts';
import { ratingTable, ratingTableOfPairs, type RatingTable } from './rating-table.ts';
import { seeded } from '../../kernel/random.ts';
import { undefinedBecause } from '../figure.ts';
import { bootstrapped } from '../intervals/bootstrap.ts';
import { specificAgreement } from '../chance-corrected/specific-agreement.ts';

/** Feinstein & Cicchetti 1990, J Clin Epidemiol 43:543. */
const BALANCED = ratingTableOfPairs([
  [40, 9],
  [6, 45],
]);
const SKEWED = ratingTableOfPairs([
  [80, 10],
  [5, 5],
]);

function tableOf(ratings: (string | null)[][], categories?: string[]): RatingTable {
  const table = ratingTable(ratings, categories ? { categories } : {});
  if (!table.ok) throw new Error('no table');
  return table.value;
}

const valuesOf = (table: RatingTable): (number | string)[] =>
  specificAgreement(table).map(({ estimate: { figure } }) =>
    figure.state === 'defined' ? figure.value : figure.because,
  );

describe('prevalence', () => {
  it('[ST15] warns where one answer prevails, and calls high agreement with a low κ a paradox', () => {
    expect(prevalenceOf(BALANCED)).toEqual({ shares: [0.475, 0.525] });
    const skewed = prevalenceOf(SKEWED);
    expect(skewed.prevailing).toEqual({ category: 1, share: 0.875 });
    expect(skewed.paradox?.agreement).toBeCloseTo(0.85, 12);
    expect(skewed.paradox?.kappa).toBeCloseTo(0.314, 3);
    expect(skewed.paradox?.ac1).toBeCloseTo(0.808, 12);
  });

  it('[ST15] sees no paradox where κ does not exist, or agrees', () => {
    expect(
      prevalenceOf(
        tableOf([
          ['a', 'a'],
          ['a', 'a'],
        ]),
      ),
    ).toMatchObject({ prevailing: { share: 1 } });
    expect(
      prevalenceOf(
        tableOf([
          ['a', 'a'],
          ['a', 'a'],
        ]),
      ).paradox,
    ).toBeUndefined();
    const perfect = ratingTableOfPairs([
      [95, 0],
      [0, 5],
    ]);
    expect(prevalenceOf(perfect).prevailing).toBeDefined();
    expect(prevalenceOf(perfect).paradox).toBeUndefined();
  });
});

describe('specific agreement', () => {
  it('[ST16] is positive and negative agreement: 2a/(2a + b + c) and 2d/(2d + b + c)', () => {
    const [positive, negative] = valuesOf(SKEWED);
    expect(positive).toBeCloseTo(160 / 175, 12);
    expect(negative).toBeCloseTo(10 / 25, 12);
  });

  it('[AG33] has the delta-method error of two raters, 4a(b + c)(a + b + c)/(2a + b + c)⁴, and stays within 0 and 1', () => {
    const [positive, negative] = specificAgreement(SKEWED);
    expect(positive?.se).toBeCloseTo(Math.sqrt((4 * 80 * 15 * 95) / 175 ** 4), 12);
    expect(positive?.estimate.interval).toMatchObject({ method: 'analytic' });
    expect(negative?.se).toBeCloseTo(Math.sqrt((4 * 5 * 15 * 20) / 25 ** 4), 12);
    expect(negative?.estimate).toMatchObject({ n: 20 });
    const [sure] = specificAgreement(
      ratingTableOfPairs([
        [99, 1],
        [0, 1],
      ]),
    );
    expect(sure?.estimate.interval).toMatchObject({ upper: 1 });
    const [flat] = specificAgreement(
      ratingTableOfPairs([
        [5, 0],
        [0, 5],
      ]),
    );
    expect(flat?.estimate.interval).toEqual({ state: 'undefined', because: 'no-spread' });
  });

  it('[AG33] is about as sure as resampling says, and less sure where items of a patient vary together', () => {
    const random = seeded(3);
    const rows = Array.from({ length: 200 }, (_, i) => {
      const isHard = Math.floor(i / 4) % 3 === 0;
      return [0, 1, 2].map(() => (random.unit() < (isHard ? 0.5 : 0.9) ? 'yes' : 'no'));
    });
    const table = tableOf(rows, ['yes', 'no']);
    const [yes] = specificAgreement(table);
    const drawn = bootstrapped({
      units: 200,
      seed: 1,
      statistic: (times = new Float64Array(200).fill(1)) => {
        const all = rows.flatMap((row, i) => Array.from({ length: times[i] ?? 0 }, () => row));
        return specificAgreement(tableOf(all, ['yes', 'no']))[0]?.estimate.figure ?? undefinedBecause('no-items');
      },
      resamples: 500,
    });
    if (drawn.interval.state === 'undefined') throw new Error(drawn.interval.because);
    const resampled = (drawn.interval.upper - drawn.interval.lower) / (2 * 1.96);
    expect(Math.abs((yes?.se ?? 0) / resampled - 1)).toBeLessThan(0.15);
    const patients = { count: 50, of: Int32Array.from(rows, (_, i) => Math.floor(i / 4)) };
    expect(specificAgreement(table, { clusters: patients })[0]?.se).toBeGreaterThan(1.1 * (yes?.se ?? 1));
    const one = { count: 1, of: new Int32Array(200) };
    expect(specificAgreement(table, { clusters: one })[0]?.estimate.interval).toMatchObject({ because: 'one-patient' });
  });

  it('[ST16] counts pairs of many raters, leaves lonely ratings out, and is undefined for what nobody said', () => {
    const table = tableOf(
      [
        ['a', 'a', 'b'],
        ['a', 'b', null],
        ['b', null, null],
      ],
      ['a', 'b', 'c'],
    );
    const [a, b, c] = valuesOf(table);
    expect(a).toBeCloseTo(1 / 3, 12);
    expect(b).toBe(0);
    expect(c).toBe('category-unused');
  });
});
