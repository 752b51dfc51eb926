import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blandAltman, exactLimits } from './bland-altman.ts';
import { seeded } from '../../kernel/random.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { figureText, type Estimate, type Figure } from '../figure.ts';
import { clusteredSpread } from './clustered-differences.ts';

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

  it('[ST36] refuse more than two readers and interchangeable slots', () => {
    const because = (estimate: Estimate): string =>
      estimate.figure.state === 'undefined' ? estimate.figure.because : 'defined';
    expect(because(blandAltman(PEFR, { clusters: PEFR.map((_, i) => String(i)) }).bias)).toBe('defined');
    expect(because(blandAltman(PEFR.map((row) => [...row, 1])).bias)).toBe('more-than-two-raters');
    expect(because(blandAltman(PEFR, { interchangeable: true }).bias)).toBe('interchangeable-raters');
    expect(because(blandAltman([[1, 2]]).bias)).toBe('one-item');
    expect(because(blandAltman([]).upper)).toBe('no-items');
  });

  it('[AG30] have exact intervals that reach farther out than the usual ones for few pairs, and the same for many', () => {
    const limits = blandAltman(PEFR);
    const { lower, upper } = exactLimits(limits);
    if (upper.state === 'undefined' || lower.state === 'undefined') throw new Error('no exact interval');
    expect(lower.upper + upper.lower).toBeCloseTo((-2 * 36) / 17, 9);
    const [, usualLow, usualHigh] = read(limits.upper);
    expect(upper.upper).toBeGreaterThan(usualHigh ?? Infinity);
    expect(upper.lower).toBeGreaterThan(usualLow ?? Infinity);
    const many = blandAltman(Array.from({ length: 2000 }, (_, i) => [Math.sin(i * i), 0]));
    const exact = exactLimits(many).upper;
    expect(exact.state === 'defined' && Math.abs(exact.upper - (read(many.upper)[2] ?? 0))).toBeLessThan(0.002);
  });

  it('[AG30] miss the true limit as often on either side as they say', () => {
    const n = 8;
    const some = blandAltman(PEFR.slice(0, n));
    const exact = exactLimits(some).upper;
    if (exact.state === 'undefined') throw new Error(exact.because);
    const [near = 0, far = 0] = [exact.lower, exact.upper].map(
      (bound) => (bound - valueOf(some.bias.figure)) / valueOf(some.deviation),
    );
    const random = seeded(9);
    let [below, above] = [0, 0];
    for (let i = 0; i < 4000; i++) {
      const drawn = Array.from({ length: n }, () => [normalQuantile(random.unit()), 0]);
      const { bias, deviation } = blandAltman(drawn);
      if (valueOf(bias.figure) + far * valueOf(deviation) < 1.96) below++;
      if (valueOf(bias.figure) + near * valueOf(deviation) > 1.96) above++;
    }
    // 0.025 each, and three standard errors.
    expect([Math.abs(below / 4000 - 0.025), Math.abs(above / 4000 - 0.025)].every((miss) => miss < 0.0075)).toBe(true);
  });

  /** Three patients with 2, 3 and 1 pairs; means 1, 4 and 7 of the differences. */
  const REPEATED = [2, 0, 3, 4, 5, 7].map((d) => [d, 0]);
  const PATIENTS = ['a', 'a', 'b', 'b', 'b', 'c'];

  it('[AG31] of several pairs of a patient rest on the variance between patients and within', () => {
    const { bias, upper, deviation, independent } = blandAltman(REPEATED, { clusters: PATIENTS });
    // Within: (1 + 1 + 1 + 0 + 1)/3. Between: ((2·2.5² + 3·0.5² + 3.5²)/2 − 4/3) / ((6 − 14/6)/2).
    const [within, among] = [4 / 3, ((12.5 + 0.75 + 12.25) / 2 - 4 / 3) / (11 / 6)];
    expect([valueOf(bias.figure), independent]).toEqual([3.5, false]);
    expect(valueOf(deviation)).toBeCloseTo(Math.sqrt(within + among), 12);
    expect(valueOf(upper.figure)).toBeCloseTo(3.5 + 1.96 * Math.sqrt(within + among), 12);
    expect(upper.interval).toEqual({ state: 'undefined', because: 'no-published-interval' });
    expect(exactLimits(blandAltman(REPEATED, { clusters: PATIENTS })).upper).toMatchObject({
      because: 'repeated-items',
    });
    const alone = blandAltman(REPEATED, { clusters: PATIENTS.map(() => 'a') }).bias.figure;
    expect(alone).toEqual({ state: 'undefined', because: 'one-patient' });
  });

  it('[AG31] are those of single pairs where each patient has one, and find again what differences were made of', () => {
    const random = seeded(4);
    const noise = (): number => normalQuantile(random.unit());
    const made = Array.from({ length: 2000 }, (_, patient) => {
      const own = 3 * noise();
      return [0, 1, 2].map(() => ({ patient: String(patient), row: [5 + own + noise(), 0] }));
    }).flat();
    const clusters = made.map(({ patient }) => patient);
    const { deviation } = blandAltman(
      made.map(({ row }) => row),
      { clusters },
    );
    expect(Math.abs(valueOf(deviation) - Math.sqrt(10))).toBeLessThan(0.15);
    const singles = made.filter((_, i) => i % 3 === 0).map(({ row }) => row);
    const apart = clusteredSpread(
      Float64Array.from(singles, ([d = 0]) => d),
      singles.map((_, i) => String(i)),
    ).spread();
    expect(Math.sqrt(apart.between + apart.within)).toBeCloseTo(valueOf(blandAltman(singles).deviation), 10);
  });

  it('[AG31] have intervals from resampled patients', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [Math.sin(Math.floor(i / 3)) + 0.1 * Math.cos(i), 0]);
    const clusters = rows.map((_, i) => String(Math.floor(i / 3)));
    const { bias, lower, upper } = blandAltman(rows, { clusters, resampling: { seed: 1, resamples: 400 } });
    for (const { figure, interval } of [bias, lower, upper]) {
      if (interval.state === 'undefined') throw new Error(interval.because);
      expect(interval.method).not.toBe('analytic');
      expect(interval.lower).toBeLessThan(valueOf(figure));
      expect(interval.upper).toBeGreaterThan(valueOf(figure));
    }
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
