import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blandAltman } from './bland-altman.ts';
import { figureText, type Estimate, type Figure } from '../figure.ts';

const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};
const read = ({ figure, interval }: Estimate): number[] => {
  if (interval.state === 'undefined') throw new Error(interval.because);
  return [valueOf(figure), interval.lower, interval.upper];
};

/** Bland & Altman 1986, Lancet i:307, table 1: first readings of the large Wright meter and of the mini meter, l/min. */
const PEFR = [
  [494, 512],
  [395, 430],
  [516, 520],
  [434, 428],
  [476, 500],
  [557, 600],
  [413, 364],
  [442, 380],
  [650, 658],
  [433, 445],
  [417, 432],
  [656, 626],
  [267, 260],
  [478, 477],
  [178, 259],
  [423, 350],
  [427, 451],
];

describe('limits of agreement', () => {
  it('[ST36] agree with the peak flow meters published in 1986', () => {
    const { bias, lower, upper, deviation } = blandAltman(PEFR);
    expect(valueOf(deviation)).toBeCloseTo(38.8, 1);
    const [value, from, to] = read(bias);
    expect(value).toBeCloseTo(-2.1, 1);
    // "95 % confidence interval for the bias is −22.0 to 17.8 l/min."
    expect(from).toBeCloseTo(-22, 1);
    expect(to).toBeCloseTo(17.8, 1);
    expect(read(lower)[0]).toBeCloseTo(-78.097, 3);
    expect(read(upper)[0]).toBeCloseTo(73.862, 3);
  });

  it('[ST36] have the intervals of 1999: blood pressure, 85 people, mean −16.29, deviation 19.61', () => {
    // Only n, mean and deviation enter, so any 85 differences with these will do; the paper rounds to 1.71 s/√n for a limit.
    const step = 19.61;
    const made = Array.from({ length: 85 }, (_, i) => [i === 84 ? -16.29 : -16.29 + (i % 2 === 0 ? step : -step), 0]);
    const { lower, upper } = blandAltman(made);
    [-54.7, -61.9, -47.5].forEach((expected, i) =>
      expect(Math.abs((read(lower)[i] ?? 0) - expected)).toBeLessThan(0.1),
    );
    [22.1, 14.9, 29.3].forEach((expected, i) => expect(Math.abs((read(upper)[i] ?? 0) - expected)).toBeLessThan(0.15));
  });

  it('[ST36] refuse repeats of one patient, more than two readers and interchangeable slots', () => {
    const because = (estimate: Estimate): string =>
      estimate.figure.state === 'undefined' ? estimate.figure.because : 'defined';
    expect(because(blandAltman(PEFR, { clusters: PEFR.map((_, i) => String(Math.floor(i / 2))) }).lower)).toBe(
      'repeated-items',
    );
    expect(because(blandAltman(PEFR, { clusters: PEFR.map((_, i) => String(i)) }).bias)).toBe('defined');
    expect(because(blandAltman(PEFR.map((row) => [...row, 1])).bias)).toBe('more-than-two-raters');
    expect(because(blandAltman(PEFR, { interchangeable: true }).bias)).toBe('interchangeable-raters');
    expect(because(blandAltman([[1, 2]]).bias)).toBe('one-item');
    expect(because(blandAltman([]).upper)).toBe('no-items');
  });

  it('[ST2] have no interval where all differences are the same', () => {
    const { bias, lower } = blandAltman([0.1, 0.2, 0.7].map((x) => [x, x + 0.3]));
    expect(valueOf(bias.figure)).toBeCloseTo(-0.3, 12);
    expect([bias.interval, lower.interval]).toEqual([
      { state: 'undefined', because: 'no-spread' },
      { state: 'undefined', because: 'no-spread' },
    ]);
  });

  it('[ST36] turn round with the readers and follow the unit', () => {
    const value = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 20 }), (rows) => {
        const here = blandAltman(rows);
        const there = blandAltman(rows.map(([a, b]) => [b * 10 + 3, a * 10 + 3]));
        expect(valueOf(there.upper.figure)).toBeCloseTo(-10 * valueOf(here.lower.figure), 8);
        expect(valueOf(there.bias.figure)).toBeCloseTo(-10 * valueOf(here.bias.figure), 8);
      }),
    );
  });
});
