import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureText, undefinedBecause, type Figure, type Interval } from '../figure.ts';
import { ICC_3_WARNING, ICC_FORMS, iccFigures, intraclassCorrelation, type IccForm } from './icc.ts';
import type { Measurements } from './measurements.ts';

const FORMS = Object.keys(ICC_FORMS) as IccForm[];

const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};
const boundsOf = (interval: Interval): [number, number] => {
  if (interval.state === 'undefined') throw new Error(interval.because);
  return [interval.lower, interval.upper];
};
const reason = (measurements: Measurements, form: IccForm = 'icc-2-1'): string => {
  const { figure } = intraclassCorrelation(form, measurements);
  return figure.state === 'undefined' ? figure.because : String(figure.value);
};

/** Shrout & Fleiss 1979, Psychol Bull 86:420, table 2: 6 targets, 4 judges. */
const SHROUT_FLEISS = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

const table = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 5 })).chain(([items, raters]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: raters, maxLength: raters }), {
    minLength: items,
    maxLength: items,
  }),
);

/** Both tables have the same figures, or none for the same reason. */
function alike(form: IccForm, first: Measurements, second: Measurements): void {
  const [a, b] = [intraclassCorrelation(form, first), intraclassCorrelation(form, second)];
  expect(b.figure.state).toBe(a.figure.state);
  if (a.figure.state === 'defined' && Math.abs(a.figure.value) < 1e6) {
    expect(valueOf(b.figure) / (1 + Math.abs(a.figure.value))).toBeCloseTo(
      a.figure.value / (1 + Math.abs(a.figure.value)),
      7,
    );
  }
}

describe('intraclass correlation', () => {
  it('[ST32] agrees with the six forms and F ratios Shrout & Fleiss published in 1979', () => {
    const published = [0.17, 0.29, 0.71, 0.44, 0.62, 0.91];
    FORMS.forEach((form, i) => {
      const { figure, details } = intraclassCorrelation(form, SHROUT_FLEISS);
      expect(valueOf(figure)).toBeCloseTo(published[i] ?? NaN, 2);
      expect(details?.f).toBeCloseTo(form.startsWith('icc-1') ? 1.8 : 11.03, 1);
      expect(details?.df1).toBe(5);
    });
    expect(intraclassCorrelation('icc-1-1', SHROUT_FLEISS).details?.df2).toBe(18);
    expect(intraclassCorrelation('icc-3-k', SHROUT_FLEISS).details?.df2).toBe(15);
  });

  it('[ST32] has the F intervals of the reference tables, with Satterthwaite’s degrees of freedom for raters in general', () => {
    const tables: Record<IccForm, [number, number]> = {
      'icc-1-1': [-0.132932, 0.72256],
      'icc-2-1': [0.018787, 0.761084],
      'icc-3-1': [0.342465, 0.945858],
      'icc-1-k': [-0.884442, 0.912415],
      'icc-2-k': [0.071137, 0.927232],
      'icc-3-k': [0.675675, 0.985892],
    };
    for (const form of FORMS) {
      const [lower, upper] = boundsOf(intraclassCorrelation(form, SHROUT_FLEISS).interval);
      expect(lower).toBeCloseTo(tables[form][0], 6);
      expect(upper).toBeCloseTo(tables[form][1], 6);
    }
  });

  it('[ST33] shows both namings, and warns that the forms (3,·) ignore systematic bias', () => {
    expect(FORMS.map((form) => ICC_FORMS[form].mcGrawWong)).toEqual([
      ...['ICC(1)', 'ICC(A,1)', 'ICC(C,1)'],
      ...['ICC(k)', 'ICC(A,k)', 'ICC(C,k)'],
    ]);
    const biased = SHROUT_FLEISS.map(([a = 0]) => [a, a + 3]);
    const consistent = intraclassCorrelation('icc-3-1', biased);
    expect([valueOf(consistent.figure), consistent.warning]).toEqual([1, ICC_3_WARNING]);
    expect(consistent.interval).toEqual({ state: 'undefined', because: 'no-spread' });
    const absolute = intraclassCorrelation('icc-2-1', biased);
    expect(valueOf(absolute.figure)).toBeLessThan(0.5);
    expect(absolute.warning).toBeUndefined();
  });

  it('[ST34] refuses interchangeable raters where the form speaks about raters', () => {
    const refused = FORMS.filter(
      (form) => intraclassCorrelation(form, SHROUT_FLEISS, { interchangeable: true }).figure.state === 'undefined',
    );
    expect(refused).toEqual(['icc-2-1', 'icc-3-1', 'icc-2-k', 'icc-3-k']);
  });

  it('[ST2] is undefined with a reason where the data cannot say, never NaN, never 1', () => {
    expect(reason([])).toBe('no-items');
    expect(reason([[1], [2]])).toBe('one-rater');
    expect(reason([[1, 2, 3]])).toBe('one-item');
    expect(
      reason([
        [1, null],
        [2, 2],
      ]),
    ).toBe('missing-ratings');
    for (const form of FORMS) {
      expect(reason(new Array<number[]>(4).fill([0.1, 0.1, 0.1]), form)).toBe('items-alike');
      expect(reason(new Array<number[]>(4).fill([0.1, 0.2, 0.3]), form)).toBe('items-alike');
    }
  });

  it('[ST2] is undefined where raters differ so much more than items that the formula leaves its range', () => {
    expect(
      reason(
        [
          [6, 0],
          [0, 2],
        ],
        'icc-2-k',
      ),
    ).toBe('raters-differ-more');
    const wide = intraclassCorrelation('icc-2-k', [
      [0, 3, 7],
      [0, 6, 3],
    ]);
    expect([wide.figure.state, wide.interval]).toEqual(['defined', { state: 'undefined', because: 'unbounded' }]);
  });

  it('[ST2] says that perfect agreement shows no uncertainty, and stays finite everywhere', () => {
    const perfect = intraclassCorrelation(
      'icc-2-1',
      [0.1, 0.2, 0.7].map((x) => [x, x, x]),
    );
    expect([valueOf(perfect.figure), perfect.interval.state]).toEqual([1, 'undefined']);
    fc.assert(
      fc.property(table, fc.constantFrom(...FORMS), (rows, form) => {
        const { figure, interval, details } = intraclassCorrelation(form, rows);
        if (figure.state === 'defined') expect(figure.value).toBeLessThanOrEqual(1);
        if (interval.state === 'defined') {
          expect(Number.isFinite(interval.lower) && Number.isFinite(interval.upper)).toBe(true);
          expect(interval.lower).toBeLessThanOrEqual(valueOf(figure));
          expect(interval.upper).toBeGreaterThanOrEqual(valueOf(figure));
        }
        for (const number of Object.values(details ?? {})) expect(number).not.toBeNaN();
      }),
      { numRuns: 400 },
    );
  });

  it('[ST35] depends neither on the order of raters and items nor on the unit and zero of the scale', () => {
    const scale = fc.constantFrom([2.54, 0], [-3, 7], [0.01, 1000]);
    fc.assert(
      fc.property(table, scale, fc.constantFrom(...FORMS), (rows, [unit = 1, zero = 0], form) => {
        const turned = rows.toReversed().map((row) => row.toReversed().map((value) => unit * value + zero));
        alike(form, rows, turned);
      }),
      {
        examples: [
          [
            [
              [1, 8, 9],
              [6, 6, 6],
            ],
            [0.01, 1000],
            'icc-1-1',
          ],
        ],
      },
    );
  });

  it('counts an item as often as it is drawn', () => {
    const written = [SHROUT_FLEISS[0], SHROUT_FLEISS[0], SHROUT_FLEISS[1], SHROUT_FLEISS[3]].map((row) => row ?? []);
    const figures = iccFigures(FORMS, SHROUT_FLEISS);
    FORMS.forEach((form, i) => {
      const drawn = figures(Float64Array.of(2, 1, 0, 1, 0, 0))[i] ?? undefinedBecause('no-items');
      expect(valueOf(drawn)).toBeCloseTo(valueOf(intraclassCorrelation(form, written).figure), 12);
    });
    expect(iccFigures(FORMS, [[1], [2]])()).toEqual(FORMS.map(() => undefinedBecause('one-rater')));
  });
});
