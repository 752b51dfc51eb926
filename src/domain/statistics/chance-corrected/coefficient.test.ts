import { describe, expect, it } from 'vitest';
import { coefficient, type Coefficient, type RatersMeant } from './coefficient.ts';
import { COEFFICIENT_IDS, COEFFICIENT_RULES, type CoefficientId } from './coefficient-rules.ts';
import type { Ratings } from '../ratings/category.ts';
import { figureText } from '../figure.ts';
import { krippendorffOrdinal } from './krippendorff-alpha.ts';
import {
  ratingTable,
  ratingTableOfCounts,
  ratingTableOfPairs,
  scoresOf,
  type RatingTable,
  type TableOptions,
} from '../ratings/rating-table.ts';
import { weightsOf, weightsOfMatrix, type WeightKind, type Weights } from '../ratings/weights.ts';

function tableOf(ratings: Ratings, options: TableOptions = {}): RatingTable {
  const table = ratingTable(ratings, options);
  if (!table.ok) throw new Error(`unknown category ${String(table.error.rating)}`);
  return table.value;
}

const _ = null;
/** Krippendorff 2011, p. 2: 4 observers, 12 units, 5 categories; also an example of Gwet 2014. */
const FOUR_OBSERVERS = tableOf([
  [1, 1, _, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [_, 5, 5, 5],
  [_, _, 1, 1],
  [_, _, 3, _],
]);

/** Gwet 2014: 100 pregnancies, two abstractors; ectopic, abnormal and normal intrauterine. */
const ABSTRACTORS = ratingTableOfPairs([
  [13, 0, 0],
  [0, 20, 7],
  [0, 4, 56],
]);

/** Fleiss 1971, Psychol Bull 76:378, table 1: 30 patients, 6 psychiatrists, 5 diagnoses. */
const PSYCHIATRISTS = ratingTableOfCounts([
  [0, 0, 0, 6, 0],
  [0, 3, 0, 0, 3],
  [0, 1, 4, 0, 1],
  [0, 0, 0, 0, 6],
  [0, 3, 0, 3, 0],
  [2, 0, 4, 0, 0],
  [0, 0, 4, 0, 2],
  [2, 0, 3, 1, 0],
  [2, 0, 0, 4, 0],
  [0, 0, 0, 0, 6],
  [1, 0, 0, 5, 0],
  [1, 1, 0, 4, 0],
  [0, 3, 3, 0, 0],
  [1, 0, 0, 5, 0],
  [0, 2, 0, 3, 1],
  [0, 0, 5, 0, 1],
  [3, 0, 0, 1, 2],
  [5, 1, 0, 0, 0],
  [0, 2, 0, 4, 0],
  [1, 0, 2, 0, 3],
  [0, 0, 0, 0, 6],
  [0, 1, 0, 5, 0],
  [0, 2, 0, 1, 3],
  [2, 0, 0, 4, 0],
  [1, 0, 0, 4, 1],
  [0, 5, 0, 1, 0],
  [4, 0, 0, 0, 2],
  [0, 2, 0, 4, 0],
  [1, 0, 5, 0, 0],
  [0, 0, 0, 0, 6],
]);

/** Feinstein & Cicchetti 1990, J Clin Epidemiol 43:543: 85 % agreement twice. */
const BALANCED = ratingTableOfPairs([
  [40, 9],
  [6, 45],
]);
const SKEWED = ratingTableOfPairs([
  [80, 10],
  [5, 5],
]);

const measured = (
  id: CoefficientId,
  table: RatingTable,
  weights: WeightKind | Weights = 'unweighted',
  raters: RatersMeant = 'fixed',
): Coefficient =>
  coefficient({
    table,
    rule: COEFFICIENT_RULES[id],
    weights: typeof weights === 'string' ? weightsOf(weights, scoresOf(table)) : weights,
    raters,
  });

function valueOf({ figure }: Coefficient): number {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
}

const reasonOf = ({ figure }: Coefficient): string => (figure.state === 'undefined' ? figure.because : 'defined');

describe('chance-corrected coefficients', () => {
  it('[ST7] give the figures of Gwet for four raters with missing ratings', () => {
    // Gwet 2014, as computed by irrCAC: value, pa, pe.
    const published: readonly (readonly [CoefficientId, WeightKind, number, number, number])[] = [
      ['brennan-prediger', 'unweighted', 0.773, 0.818, 0.2],
      ['conger-kappa', 'unweighted', 0.763, 0.818, 0.233],
      ['fleiss-kappa', 'unweighted', 0.761, 0.818, 0.239],
      ['gwet-ac', 'unweighted', 0.775, 0.818, 0.19],
      ['krippendorff-alpha', 'unweighted', 0.743, 0.805, 0.24],
      ['krippendorff-alpha', 'quadratic', 0.849, 0.974, 0.825],
      ['krippendorff-alpha', 'ratio', 0.797, 0.951, 0.757],
      ['gwet-ac', 'bipolar', 0.9, 0.968, 0.682],
      ['gwet-ac', 'circular', 0.83, 0.902, 0.426],
      ['fleiss-kappa', 'radical', 0.79, 0.897, 0.511],
      ['conger-kappa', 'linear', 0.814, 0.939, 0.675],
      ['conger-kappa', 'ordinal', 0.844, 0.968, 0.796],
    ];
    for (const [id, weights, value, pa, pe] of published) {
      const got = measured(id, FOUR_OBSERVERS, weights);
      expect(valueOf(got), `${id} ${weights}`).toBeCloseTo(value, 3);
      expect(got.pa).toBeCloseTo(pa, 3);
      expect(got.pe).toBeCloseTo(pe, 3);
    }
  });

  it('[ST1] give Fleiss’ κ of the table he published in 1971: agreement 0.5556, κ 0.430', () => {
    const kappa = measured('fleiss-kappa', PSYCHIATRISTS);
    expect(kappa.pa).toBeCloseTo(0.5556, 4);
    expect(valueOf(kappa)).toBeCloseTo(0.43, 3);
    expect(valueOf(measured('percent-agreement', PSYCHIATRISTS))).toBe(kappa.pa);
  });

  it('[ST7] give Krippendorff’s α under his own ordinal metric', () => {
    const weights = weightsOf('ordinal', [1, 2, 3, 4, 5]);
    expect(valueOf(coefficient({ table: FOUR_OBSERVERS, rule: krippendorffOrdinal, weights }))).toBeCloseTo(0.815, 3);
  });

  it('[ST7] give both figures of the paradox of Feinstein & Cicchetti', () => {
    expect(valueOf(measured('cohen-kappa', BALANCED))).toBeCloseTo(0.699519, 6);
    expect(valueOf(measured('cohen-kappa', SKEWED))).toBeCloseTo(0.318182, 6);
    expect(valueOf(measured('gwet-ac', SKEWED))).toBeCloseTo(0.808, 6);
    expect(valueOf(measured('brennan-prediger', SKEWED))).toBeCloseTo(0.7, 6);
    expect(valueOf(measured('percent-agreement', SKEWED))).toBeCloseTo(0.85, 12);
  });

  it('[ST7] give Cohen’s weighted κ of 1968, also for weights that depend on who said which', () => {
    const table = ratingTableOfPairs([
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ]);
    const kappa = (rows: number[][]): number => {
      const weights = weightsOfMatrix('custom', rows);
      return weights.ok ? valueOf(measured('cohen-kappa', table, weights.value)) : NaN;
    };
    expect(valueOf(measured('cohen-kappa', table))).toBeCloseTo(0.491525, 6);
    const distances = [
      [0, 1, 3],
      [1, 0, 6],
      [3, 6, 0],
    ];
    expect(kappa(distances)).toBeCloseTo(0.348, 3);
    expect(kappa(distances.map((row) => row.map((d) => 1 - d / 6)))).toBeCloseTo(0.348, 3);
    expect(
      kappa([
        [0, 1, 4],
        [1, 0, 6],
        [2, 2, 0],
      ]),
    ).toBeCloseTo(0.353, 3);
  });

  it('[ST8] give published standard errors and intervals: t(n − 1), capped at 1', () => {
    const alpha = measured('krippendorff-alpha', FOUR_OBSERVERS);
    expect(alpha.se).toBeCloseTo(0.146, 3);
    expect(alpha.n).toBe(11);
    expect(alpha.interval).toMatchObject({ state: 'defined', method: 'analytic', upper: 1 });
    const bp = measured('brennan-prediger', FOUR_OBSERVERS);
    expect(bp.se).toBeCloseTo(0.145, 3);
    const cohen = measured('cohen-kappa', ABSTRACTORS).interval;
    if (cohen.state === 'undefined') throw new Error(cohen.because);
    expect(cohen.lower).toBeCloseTo(0.68, 3);
    expect(cohen.upper).toBeCloseTo(0.913, 3);
    expect(measured('scott-pi', ABSTRACTORS, 'bipolar').se).toBeCloseTo(0.041, 3);
  });

  it('[ST8] agree between a table of two raters and its ratings, but for n against n − 1', () => {
    const pairs = [
      [1, 1],
      [1, 1],
      [1, 2],
      [2, 2],
      [2, 2],
      [3, 3],
      [3, 1],
      [3, 3],
    ];
    const counts = [
      [2, 1, 0],
      [0, 2, 0],
      [1, 0, 2],
    ];
    for (const id of COEFFICIENT_IDS) {
      const [raw, table] = [measured(id, tableOf(pairs)), measured(id, ratingTableOfPairs(counts))];
      expect(valueOf(raw), id).toBeCloseTo(valueOf(table), 12);
      if (raw.se !== undefined) expect(raw.se * Math.sqrt(7 / 8)).toBeCloseTo(table.se ?? NaN, 12);
    }
  });

  it('[ST10] are undefined with a reason where the data cannot say, never NaN and never 1', () => {
    const same = tableOf([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(valueOf(measured('percent-agreement', same))).toBe(1);
    expect(measured('percent-agreement', same).interval).toEqual({ state: 'undefined', because: 'no-spread' });
    for (const id of ['fleiss-kappa', 'conger-kappa', 'krippendorff-alpha'] as const)
      expect(reasonOf(measured(id, same))).toBe('one-category');
    expect(reasonOf(measured('light-kappa', same))).toBe('pair-without-kappa');
    for (const id of ['gwet-ac', 'brennan-prediger'] as const)
      expect(reasonOf(measured(id, same))).toBe('categories-undeclared');
    const declared = tableOf(
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      { categories: [1, 2] },
    );
    expect(valueOf(measured('gwet-ac', declared))).toBe(1);
    expect(reasonOf(measured('fleiss-kappa', tableOf([[1, 2, 1]])))).toBe('one-item');
    for (const id of COEFFICIENT_IDS) {
      const oneRater = reasonOf(measured(id, tableOf([[1], [2], [1]])));
      expect(oneRater, id).toBe('one-rater');
      const lonely = reasonOf(
        measured(
          id,
          tableOf([
            [1, _],
            [_, 2],
          ]),
        ),
      );
      expect(lonely, id).toBe('no-items');
      expect(reasonOf(measured(id, tableOf([]))), id).not.toBe('defined');
    }
    const three = tableOf([
      [1, 2, 1],
      [2, 2, 1],
    ]);
    for (const id of ['cohen-kappa', 'scott-pi'] as const)
      expect(reasonOf(measured(id, three))).toBe('more-than-two-raters');
  });

  it('[ST10] are exact for perfect and for systematic disagreement', () => {
    const perfect = tableOf([
      [1, 1],
      [2, 2],
      [1, 1],
      [2, 2],
    ]);
    for (const id of COEFFICIENT_IDS) expect(valueOf(measured(id, perfect)), id).toBeCloseTo(1, 12);
    const opposed = tableOf([
      [1, 2],
      [2, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(valueOf(measured('percent-agreement', opposed))).toBe(0);
    expect(valueOf(measured('fleiss-kappa', opposed))).toBeCloseTo(-1, 12);
    expect(valueOf(measured('krippendorff-alpha', opposed))).toBeCloseTo(-0.75, 12);
  });

  it('[ST11] that keep a figure per rater refuse raters who are not the same people throughout', () => {
    const table = tableOf(
      [
        [1, 1],
        [2, 1],
        [2, 2],
      ],
      { interchangeable: true },
    );
    for (const id of ['cohen-kappa', 'light-kappa', 'conger-kappa'] as const)
      expect(reasonOf(measured(id, table))).toBe('interchangeable-raters');
    expect(valueOf(measured('fleiss-kappa', table))).toBeCloseTo(1 / 3, 12);
    const counts = ratingTableOfCounts([
      [2, 0],
      [1, 1],
      [0, 2],
    ]);
    expect(valueOf(measured('fleiss-kappa', counts))).toBeCloseTo(1 / 3, 12);
    expect(reasonOf(measured('conger-kappa', counts))).toBe('interchangeable-raters');
  });

  it('[ST13] are less sure about raters in general than about these raters, and say nothing of them from two', () => {
    const seOf = (raters: RatersMeant): number => measured('gwet-ac', FOUR_OBSERVERS, 'unweighted', raters).se ?? NaN;
    expect(seOf('random')).toBeGreaterThan(seOf('fixed'));
    const two = measured('gwet-ac', ABSTRACTORS, 'unweighted', 'random');
    expect(two.interval).toEqual({ state: 'undefined', because: 'few-raters' });
  });
});
