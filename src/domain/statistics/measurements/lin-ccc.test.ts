import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../kernel/random.ts';
import { figureText, type Figure } from '../figure.ts';
import { linConcordance, linConcordanceFigure } from './lin-ccc.ts';

const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};
const because = (rows: readonly (readonly (number | null)[])[]): string => {
  const { figure } = linConcordance(rows);
  return figure.state === 'undefined' ? figure.because : String(figure.value);
};

const value = fc.integer({ min: 0, max: 20 });
const rowsOf = fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 20 });

describe('Lin’s concordance correlation', () => {
  it('[ST37] is 2s₁₂ / (s₁² + s₂² + (m₁ − m₂)²): by hand for three pairs', () => {
    // m = 2 and 3, s₁² = s₂² = s₁₂ = 2/3.
    const shifted = linConcordance([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(valueOf(shifted.figure)).toBeCloseTo(4 / 3 / (4 / 3 + 1), 14);
  });

  it('[ST37] covers the true value in about 95 of 100 samples of a normal pair', () => {
    const random = seeded(7);
    const [correlation, shift] = [0.8, 0.4];
    const truth = (2 * correlation) / (2 + shift * shift);
    let covered = 0;
    for (let sample = 0; sample < 600; sample++) {
      const rows = Array.from({ length: 60 }, () => {
        const x = random.normal();
        return [x, shift + correlation * x + Math.sqrt(1 - correlation * correlation) * random.normal()];
      });
      const { interval } = linConcordance(rows);
      if (interval.state === 'defined' && interval.lower <= truth && truth <= interval.upper) covered++;
    }
    expect(covered / 600).toBeGreaterThan(0.925);
    expect(covered / 600).toBeLessThan(0.975);
  });

  it('[ST37] does not care who comes first nor about unit and zero, and stays between −1 and 1 inside its interval', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const here = linConcordance(rows);
        const there = linConcordance(rows.map(([a, b]) => [5 - 2 * b, 5 - 2 * a]));
        expect(there.figure.state).toBe(here.figure.state);
        if (here.figure.state === 'undefined') return;
        expect(valueOf(there.figure)).toBeCloseTo(here.figure.value, 10);
        expect(Math.abs(here.figure.value)).toBeLessThanOrEqual(1 + 1e-12);
        if (here.interval.state === 'undefined') return;
        expect(here.interval.lower).toBeLessThanOrEqual(here.figure.value);
        expect(here.interval.upper).toBeGreaterThanOrEqual(here.figure.value);
      }),
    );
  });

  it('[ST2] is undefined for a reader who always gives the same value, for one pair and for more than two readers', () => {
    expect(
      because([
        [1, 5],
        [2, 5],
        [3, 5],
      ]),
    ).toBe('items-alike');
    expect(because([[1, 5]])).toBe('one-item');
    expect(because([[1, 5, 3]])).toBe('more-than-two-raters');
    expect(
      because([
        [1, null],
        [2, 2],
      ]),
    ).toBe('missing-ratings');
    const perfect = linConcordance([1, 2, 5].map((x) => [x, x]));
    expect([valueOf(perfect.figure), perfect.interval]).toEqual([1, { state: 'undefined', because: 'no-spread' }]);
    const refused = linConcordance(
      [
        [1, 1],
        [2, 3],
      ],
      { interchangeable: true },
    );
    expect(refused.figure).toEqual({ state: 'undefined', because: 'interchangeable-raters' });
  });

  it('counts an item as often as it is drawn', () => {
    const rows = [
      [1, 2],
      [4, 3],
      [5, 8],
    ];
    const drawn = linConcordanceFigure(rows)(Float64Array.of(2, 0, 1));
    expect(valueOf(drawn)).toBeCloseTo(
      valueOf(
        linConcordance([
          [1, 2],
          [1, 2],
          [5, 8],
        ]).figure,
      ),
      12,
    );
  });
});
