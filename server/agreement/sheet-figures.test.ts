import { describe, expect, it } from 'vitest';
import type { Sheet } from '#contract/agreement-figures.ts';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { headline, sheetFigures } from './sheet-figures.ts';
import type { SheetJob } from './sheet-job.ts';

type Values = readonly (number | null)[];

/** A patient for each case, a case for each row. */
function jobOf(rows: readonly Values[], sheet: Partial<Sheet>, patients = rows.map((_, at) => at)): SheetJob {
  const items = rows.map((values, at) => ({
    case: idOf<CaseId>(String(at)),
    alias: `Case ${String(at)}`,
    lesion: null,
    values,
  }));
  return {
    sheet: {
      unit: 'case',
      scale: 'categories',
      measure: '',
      categories: ['no', 'yes'],
      scores: [0, 1],
      raters: 'identified',
      readers: rows[0]?.length ?? 0,
      items,
      ...sheet,
    },
    patients,
    cases: [],
  };
}

const ANSWERS: readonly Values[] = [
  [0, 0, 0],
  [0, 0, 1],
  [1, 1, 1],
  [1, 1, 1],
  [0, 1, 0],
  [1, 1, null],
];

/** Three cases of three readers: two lesions, one lesion, none. */
const marked = (raters: Sheet['raters'] = 'identified'): SheetJob => ({
  ...jobOf(
    [
      [1, 1, 0],
      [1, 0, 0],
      [1, 1, 1],
    ],
    { unit: 'lesion', scale: 'marks', raters },
  ),
  cases: [
    { patient: 0, read: [true, true, true], items: [0, 1] },
    { patient: 1, read: [true, true, true], items: [2] },
    { patient: 2, read: [true, true, false], items: [] },
  ],
});

describe('figures of a sheet', () => {
  it('[AP1] cases get coefficients that are corrected for chance, lesions never', () => {
    const ids = (job: SheetJob): string[] => sheetFigures(job).coefficients.map(({ id }) => id);
    expect(ids(jobOf(ANSWERS, {}))).toEqual([
      'percent-agreement',
      'fleiss-kappa',
      'conger-kappa',
      'brennan-prediger',
      'gwet-ac',
      'krippendorff-alpha',
    ]);
    expect(ids(jobOf(ANSWERS, { unit: 'lesion' }))).toEqual(['percent-agreement']);
    expect(ids(marked())).toEqual(['positive-agreement']);
    expect(ids(jobOf([[3.1, 4]], { unit: 'lesion', scale: 'numbers' }))).toEqual([]);
    expect(sheetFigures(jobOf(ANSWERS, { unit: 'lesion' })).pairs.map(({ id }) => id)).toEqual(
      Array(3).fill('percent-agreement'),
    );
  });

  it('[AP1] a reader gets the share of all marked lesions, and the marks nobody else made, per case', () => {
    const [first, , third] = sheetFigures(marked()).readers;
    expect(first).toMatchObject({
      cases: 3,
      detection: { figure: { state: 'defined', value: 1 }, n: 3 },
      alone: { figure: { state: 'defined', value: 1 / 3 }, n: 3 },
    });
    expect(third).toMatchObject({ cases: 2, detection: { figure: { value: 1 / 3 } }, alone: { figure: { value: 0 } } });
    const pair = sheetFigures(marked()).pairs[0];
    // F1 of the first two: 2 · 2 common marks of 3 + 2.
    expect(pair).toMatchObject({ readers: [0, 1], estimate: { figure: { value: 0.8 } } });
  });

  it('[AP2] where slots are not the same people, nothing is told per reader', () => {
    expect(sheetFigures(marked('interchangeable'))).toMatchObject({ pairs: [], readers: [], limits: [] });
    const { coefficients } = sheetFigures(jobOf(ANSWERS, { raters: 'interchangeable' }));
    expect(coefficients.find(({ id }) => id === 'conger-kappa')?.estimate.figure).toEqual({
      state: 'undefined',
      because: 'interchangeable-raters',
    });
  });

  it('[AP4] cases of one patient are drawn together, and have no interval from a formula that takes them for independent', () => {
    const apart = sheetFigures(jobOf(ANSWERS, {})).coefficients[0];
    const together = sheetFigures(jobOf(ANSWERS, {}, [0, 0, 0, 1, 1, 1])).coefficients[0];
    expect(apart?.estimate.figure).toEqual(together?.estimate.figure);
    expect(apart?.estimate.interval).not.toEqual(together?.estimate.interval);
    expect(apart?.general).toMatchObject({ state: 'defined', method: 'analytic' });
    expect(together?.general).toBeNull();
  });

  it('[AP1] numbers get intraclass correlations per case, and differences of two readers in their unit', () => {
    const rows = [
      [10, 12],
      [20, 21],
      [31, 33],
      [40, 43],
      [52, null],
    ];
    const figures = sheetFigures(jobOf(rows, { scale: 'numbers', measure: 'mm', categories: [], scores: [] }));
    expect(figures.coefficients.map(({ id, estimate }) => [id, estimate.n])).toEqual([
      ['icc-1-1', 4],
      ['icc-2-1', 4],
      ['icc-3-1', 4],
    ]);
    expect(figures.coefficients[2]?.warning).toMatch(/consistency/);
    expect(figures.limits).toMatchObject([
      { readers: [0, 1], bias: { figure: { state: 'defined', value: -2 }, n: 4 } },
    ]);
    expect(headline(jobOf(rows, { scale: 'numbers' }))?.id).toBe('icc-2-1');
  });

  it('[PT23] the figure that the protocol fixed beforehand is the one by which versions are compared', () => {
    const job = jobOf(ANSWERS, {});
    expect(headline(job)?.id).toBe('krippendorff-alpha');
    expect(headline({ ...job, planned: 'gwet-ac' })?.id).toBe('gwet-ac');
    expect(headline(job, 'fleiss-kappa')?.id).toBe('fleiss-kappa');
  });

  it('[AP1] an ordered scale is weighted by its numbers, and says so', () => {
    const job = jobOf(ANSWERS, { scale: 'ordered', categories: ['1 no', '4 yes'], scores: [1, 4] });
    expect(sheetFigures(job).coefficients.map(({ weights }) => weights)).toEqual([
      '',
      ...Array<string>(5).fill('quadratic'),
    ]);
    expect(sheetFigures(job).commonest).toBeCloseTo(10 / 17);
  });
});
