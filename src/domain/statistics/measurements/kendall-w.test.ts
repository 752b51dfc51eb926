import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureText, type Figure } from '../figure.ts';
import { bootstrapped } from '../intervals/bootstrap.ts';
import { kendallW, kendallWFigure } from './kendall-w.ts';
import { midRanks } from './mid-ranks.ts';

const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};

describe('Kendall’s W', () => {
  it('[ST38] agrees with Siegel 1956: three executives rank six applicants', () => {
    // Siegel, Nonparametric Statistics, p. 230: sums 8 14 11 11 11 8, S = 25.5, W = 0.16.
    const ranks = [
      [1, 6, 3, 2, 5, 4],
      [1, 5, 6, 4, 2, 3],
      [6, 3, 2, 5, 4, 1],
    ];
    const rows = [0, 1, 2, 3, 4, 5].map((item) => ranks.map((row) => row[item] ?? 0));
    expect(valueOf(kendallW(rows).figure)).toBeCloseTo(0.16, 2);
  });

  it('[ST38] is corrected for ties and tested by χ²', () => {
    // Two raters, ranks 1 2.5 2.5 4 and 1 2 3 4: sums 2 4.5 5.5 8 around 5, S = 18.5, W = 12 · 18.5 / (4 · 60 − 2 · 6).
    const { figure, details } = kendallW([
      [10, 1],
      [20, 2],
      [20, 3],
      [30, 4],
    ]);
    expect(valueOf(figure)).toBeCloseTo(222 / 228, 14);
    expect(details?.chi2).toBeCloseTo((6 * 222) / 228, 12);
    expect([details?.df, (details?.p ?? 0) > 0.11 && (details?.p ?? 1) < 0.13]).toEqual([3, true]);
  });

  it('[ST38] lies between 0 and 1, whoever comes first and however the scale is stretched', () => {
    const row = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 15 }), (rows) => {
        const here = kendallW(rows);
        const there = kendallW(rows.map((values) => values.toReversed().map((v) => Math.exp(v))));
        expect(there.figure.state).toBe(here.figure.state);
        if (here.figure.state === 'undefined') return;
        expect(valueOf(there.figure)).toBeCloseTo(here.figure.value, 10);
        expect(here.figure.value).toBeGreaterThanOrEqual(0);
        expect(here.figure.value).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('[AG32] counts an item as often as it is drawn, and has an interval from resampled items', () => {
    const rows = [
      [1, 2],
      [3, 1],
      [2, 3],
      [5, 4],
      [4, 6],
      [6, 5],
    ];
    const figure = kendallWFigure(rows);
    const drawn = figure(Float64Array.of(2, 0, 1, 1, 0, 2));
    const written = kendallW([0, 0, 2, 3, 5, 5].flatMap((i) => [rows[i] ?? []])).figure;
    expect(valueOf(drawn)).toBeCloseTo(valueOf(written), 12);
    const { interval } = bootstrapped({ units: 6, seed: 1, resamples: 500, statistic: figure });
    expect(interval).toMatchObject({ state: 'defined', method: 'bca' });
  });

  it('[ST2] is undefined where nobody orders anything, for one item, one rater and interchangeable slots', () => {
    const because = (figure: Figure): string => (figure.state === 'undefined' ? figure.because : 'defined');
    expect(
      because(
        kendallW([
          [1, 2],
          [1, 2],
        ]).figure,
      ),
    ).toBe('items-alike');
    expect(because(kendallW([[1, 2]]).figure)).toBe('one-item');
    expect(because(kendallW([[1], [2]]).figure)).toBe('one-rater');
    expect(
      because(
        kendallW([
          [1, 1],
          [2, null],
        ]).figure,
      ),
    ).toBe('missing-ratings');
    expect(
      because(
        kendallW(
          [
            [1, 1],
            [2, 2],
          ],
          { interchangeable: true },
        ).figure,
      ),
    ).toBe('interchangeable-raters');
    expect(
      kendallW([
        [1, 1],
        [2, 2],
      ]).interval,
    ).toEqual({ state: 'undefined', because: 'no-published-interval' });
  });
});

describe('ranks', () => {
  it('[ST38] of equal values are the mean of their places', () => {
    expect(midRanks(Float64Array.of(5, 1, 5, 5, 0))).toEqual({ ranks: Float64Array.of(4, 2, 4, 4, 1), ties: 24 });
    expect(midRanks(new Float64Array(0))).toEqual({ ranks: new Float64Array(0), ties: 0 });
  });
});
