import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeItems, countTable, tableOfCounts, type Ratings } from '../ratings/count-table.ts';
import { figureText, type Figure } from '../figure.ts';
import { fleissKappa, fleissKappaByCategory, fleissStandardErrorByChance } from './fleiss-kappa.ts';
import { percentAgreement } from './percent-agreement.ts';

const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};

/** Fleiss 1971, Psychol Bull 76:378, table 1: 30 patients, 6 psychiatrists, 5 diagnoses. */
const FLEISS_1971 = [
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
];

describe('Fleiss κ', () => {
  it('[ST1] agrees with the table and figures Fleiss published in 1971', () => {
    const table = tableOfCounts(FLEISS_1971);
    expect(valueOf(percentAgreement(table))).toBeCloseTo(0.5556, 4);
    expect(valueOf(fleissKappa(table))).toBeCloseTo(0.43, 3);
    const byCategory = fleissKappaByCategory(table).map(valueOf);
    [0.245, 0.245, 0.52, 0.471, 0.566].forEach((expected, i) => expect(byCategory[i]).toBeCloseTo(expected, 3));
    const z = valueOf(fleissKappa(table)) / valueOf(fleissStandardErrorByChance(table));
    expect(z).toBeCloseTo(17.7, 1);
  });

  it('[ST2] is undefined with a reason where the data cannot say, never NaN', () => {
    const reason = (ratings: Ratings): string => {
      const figure = fleissKappa(countTable(ratings));
      return figure.state === 'undefined' ? figure.because : String(figure.value);
    };
    expect(reason([])).toBe('no-items');
    expect(reason([[1, 2, 1]])).toBe('one-item');
    expect(reason([[1], [2], [1]])).toBe('one-rater');
    expect(
      reason([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).toBe('one-category');
    expect(
      reason([
        [1, null],
        [2, 2],
      ]),
    ).toBe('missing-ratings');
    expect(
      reason([
        [null, null],
        [null, null],
      ]),
    ).toBe('no-items');
    expect(figureText(fleissKappa(countTable([[1, 2, 1]])))).toMatch(/^undefined, because n = 1/);
  });

  it('is 1 for perfect and −1 for systematic disagreement of two', () => {
    expect(
      valueOf(
        fleissKappa(
          countTable([
            [1, 1],
            [2, 2],
            [1, 1],
            [2, 2],
          ]),
        ),
      ),
    ).toBe(1);
    expect(
      valueOf(
        fleissKappa(
          countTable([
            [1, 2],
            [2, 1],
            [1, 2],
            [2, 1],
          ]),
        ),
      ),
    ).toBe(-1);
  });

  it('[ST3] leaves incomplete items out only when asked, and says how many', () => {
    const { ratings, dropped } = completeItems([[1, 1], [1, null], [2, 1], [2, 2], [1]]);
    expect([ratings.length, dropped]).toEqual([3, 2]);
  });

  it('does not depend on who is which reader, on the order of items or on the names of categories', () => {
    const row = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), (rows) => {
        const kappa = fleissKappa(countTable(rows));
        const turned = rows.toReversed().map((r) => r.toReversed().map((c) => `category ${String(4 - c)}`));
        const again = fleissKappa(countTable(turned));
        expect(again.state).toBe(kappa.state);
        if (kappa.state === 'defined') {
          expect(valueOf(again)).toBeCloseTo(kappa.value, 10);
          expect(kappa.value).toBeLessThanOrEqual(1);
          expect(valueOf(fleissKappa(countTable([...rows, ...rows])))).toBeCloseTo(kappa.value, 10);
        }
      }),
    );
  });

  it('counts an item as often as it is drawn', () => {
    const rows = [
      [1, 1, 2],
      [2, 2, 2],
      [1, 2, 3],
    ];
    const drawn = fleissKappa(countTable(rows), Float64Array.of(2, 0, 1));
    const written = fleissKappa(
      countTable([
        [1, 1, 2],
        [1, 1, 2],
        [1, 2, 3],
      ]),
    );
    expect(valueOf(drawn)).toBeCloseTo(valueOf(written), 12);
  });
});

describe('percent agreement', () => {
  it('uses the pairs there are and refuses where there are none', () => {
    expect(
      valueOf(
        percentAgreement(
          countTable([
            ['a', 'a', null],
            ['a', 'b', 'b'],
            [null, null, 'a'],
          ]),
        ),
      ),
    ).toBeCloseTo(2 / 3);
    expect(percentAgreement(countTable([[1], [2]]))).toEqual({ state: 'undefined', because: 'one-rater' });
    expect(percentAgreement(countTable([]))).toEqual({ state: 'undefined', because: 'no-items' });
  });
});
