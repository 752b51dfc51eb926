/** What a chance-corrected coefficient must not depend on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coefficient, type Coefficient } from './coefficient.ts';
import { COEFFICIENT_IDS, COEFFICIENT_RULES, type CoefficientId } from './coefficient-rules.ts';
import { figureText } from '../figure.ts';
import type { Ratings } from '../ratings/category.ts';
import { ratingTable, scoresOf, type RatingTable, type TableOptions } from '../ratings/rating-table.ts';
import { weightsOf, type WeightKind } from '../ratings/weights.ts';

function tableOf(ratings: Ratings, options: TableOptions = {}): RatingTable {
  const table = ratingTable(ratings, options);
  if (!table.ok) throw new Error(`unknown category ${String(table.error.rating)}`);
  return table.value;
}

const measured = (id: CoefficientId, table: RatingTable, weights: WeightKind = 'unweighted'): Coefficient =>
  coefficient({ table, rule: COEFFICIENT_RULES[id], weights: weightsOf(weights, scoresOf(table)), raters: 'fixed' });

function valueOf({ figure }: Coefficient): number {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
}

const reasonOf = ({ figure }: Coefficient): string => (figure.state === 'undefined' ? figure.because : 'defined');

/** Two of the readers share one case, two share none. */
const PAIRS_LACK_DIFFERENT_THINGS = [
  [null, null, null],
  [1, 1, null],
  [null, null, null],
];

describe('invariance', () => {
  const rating = fc.option(fc.integer({ min: 1, max: 4 }), { freq: 6 });
  const rows = fc.array(fc.array(rating, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 14 });
  const MANY = COEFFICIENT_IDS.filter((id) => id !== 'cohen-kappa' && id !== 'scott-pi');
  const categories = [1, 2, 3, 4];

  const same = (a: Coefficient, b: Coefficient): void => {
    expect(reasonOf(b)).toBe(reasonOf(a));
    if (a.figure.state === 'defined') expect(valueOf(b)).toBeCloseTo(a.figure.value, 9);
    if (a.se !== undefined) expect(b.se).toBeCloseTo(a.se, 9);
  };

  it('[ST9] nothing depends on the order of raters or items', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(...MANY),
        fc.constantFrom<WeightKind>('unweighted', 'linear', 'ordinal'),
        (r, id, w) => {
          const turned = r.toReversed().map((row) => row.toReversed());
          same(measured(id, tableOf(r, { categories }), w), measured(id, tableOf(turned, { categories }), w));
        },
      ),
      { examples: [[PAIRS_LACK_DIFFERENT_THINGS, 'light-kappa', 'unweighted']] },
    );
  });

  it('[ST9] names of categories do not matter without weights, nor the unit of a scale with them', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...MANY), (r, id) => {
        const renamed = r.map((row) => row.map((c) => c && `c${String((c * 3) % 4)}`));
        same(
          measured(id, tableOf(r, { categories })),
          measured(id, tableOf(renamed, { categories: ['c0', 'c1', 'c2', 'c3'] })),
        );
        const scaled = r.map((row) => row.map((c) => c && c * 2.5 - 100));
        const scale = { categories: categories.map((c) => c * 2.5 - 100) };
        same(measured(id, tableOf(r, { categories }), 'quadratic'), measured(id, tableOf(scaled, scale), 'quadratic'));
      }),
    );
  });

  it('[ST9] items seen twice change no figure but α, which knows how many there are, and α stays at most 1', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...MANY), (r, id) => {
        const [once, twice] = [
          measured(id, tableOf(r, { categories })),
          measured(id, tableOf([...r, ...r], { categories })),
        ];
        if (once.figure.state === 'undefined' || twice.figure.state === 'undefined') return;
        if (id !== 'krippendorff-alpha') expect(valueOf(twice)).toBeCloseTo(valueOf(once), 9);
        else expect(valueOf(twice)).toBeLessThanOrEqual(valueOf(once) + 1e-12);
        expect(valueOf(once)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('[ST9] everybody saying the same is 1, whatever the weights', () => {
    const answers = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(answers, fc.constantFrom<WeightKind>('unweighted', 'radical', 'bipolar', 'circular'), (said, w) => {
        fc.pre(new Set(said).size > 1);
        const table = tableOf(
          said.map((one) => [one, one, one]),
          { categories },
        );
        for (const id of MANY) expect(valueOf(measured(id, table, w)), id).toBeCloseTo(1, 9);
      }),
    );
  });

  it('[ST9] Conger’s κ of two raters is Cohen’s, Light’s too', () => {
    const two = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 }), { minLength: 3 });
    fc.assert(
      fc.property(two, fc.constantFrom<WeightKind>('unweighted', 'quadratic'), (r, w) => {
        const table = tableOf(r, { categories: [1, 2, 3] });
        const [cohen, conger, light] = (['cohen-kappa', 'conger-kappa', 'light-kappa'] as const).map((id) =>
          measured(id, table, w),
        );
        if (!cohen || !conger || !light || cohen.figure.state === 'undefined') return;
        expect(valueOf(conger)).toBeCloseTo(cohen.figure.value, 9);
        expect(valueOf(light)).toBeCloseTo(cohen.figure.value, 9);
        expect(conger.se).toBeCloseTo(cohen.se ?? NaN, 9);
      }),
    );
  });
});
