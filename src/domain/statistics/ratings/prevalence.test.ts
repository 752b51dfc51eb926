import { describe, expect, it } from 'vitest';
import { prevalenceOf } from './prevalence.ts';
import { ratingTable, ratingTableOfPairs, type RatingTable } from './rating-table.ts';
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
  specificAgreement(table).map(({ figure }) => (figure.state === 'defined' ? figure.value : figure.because));

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
