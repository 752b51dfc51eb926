/** Published tables of measurements and of a label model, to the precision they state. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blandAltman } from '#domain/statistics/measurements/bland-altman.ts';
import { dawidSkene } from '#domain/statistics/label-model/dawid-skene.ts';
import { figureText, type Estimate } from '#domain/statistics/figure.ts';
import { ICC_FORMS, intraclassCorrelation, type IccForm } from '#domain/statistics/measurements/icc.ts';
import { kendallW } from '#domain/statistics/measurements/kendall-w.ts';
import { labelTable, type Responses } from '#domain/statistics/label-model/label-table.ts';
import { linConcordance } from '#domain/statistics/measurements/lin-ccc.ts';
import type { Measurements } from '#domain/statistics/measurements/measurements.ts';
import { dataPath, missing } from './test-data.ts';

const read = <T>(file: string): T => JSON.parse(readFileSync(dataPath('agreement', file), 'utf8')) as T;

const valueOf = ({ figure }: Estimate): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};
const boundsOf = ({ interval }: Estimate): [number, number] => {
  if (interval.state === 'undefined') throw new Error(interval.because);
  return [interval.lower, interval.upper];
};

const FORMS = Object.keys(ICC_FORMS) as IccForm[];

interface Correlations {
  readonly icc: Readonly<Record<string, number>>;
  readonly ci95: Readonly<Record<string, readonly [number, number]>>;
}

interface MeasurementTable {
  readonly data: { readonly ratings: Measurements };
  readonly expected: Correlations & { readonly precision: number };
  readonly independent_check: { readonly recomputed: Correlations & { readonly kendall_w_tie_corrected?: number } };
}

describe.skipIf(missing('agreement'))('published tables of measurements', () => {
  for (const file of ['icc_shrout_fleiss_1979.json', 'irr_anxiety_20x3.json']) {
    it(`[ST32] the six forms of ${file}, with their intervals`, () => {
      const { data, expected, independent_check } = read<MeasurementTable>(file);
      for (const form of FORMS) {
        const estimate = intraclassCorrelation(form, data.ratings);
        const name = ICC_FORMS[form].shroutFleiss;
        const published = expected.icc[name];
        if (published !== undefined) expect(valueOf(estimate)).toBeCloseTo(published, expected.precision);
        expect(valueOf(estimate)).toBeCloseTo(independent_check.recomputed.icc[name] ?? NaN, 6);
        const [lower, upper] = independent_check.recomputed.ci95[name] ?? [NaN, NaN];
        expect(boundsOf(estimate)[0]).toBeCloseTo(lower, 5);
        expect(boundsOf(estimate)[1]).toBeCloseTo(upper, 5);
      }
    });
  }

  it('[ST32][ST38] anxiety of twenty people: F(19, 39.7) = 1.83 as R prints it, and W', () => {
    const { data, independent_check } = read<MeasurementTable>('irr_anxiety_20x3.json');
    const { details } = intraclassCorrelation('icc-2-1', data.ratings);
    expect(details?.f).toBeCloseTo(1.83, 2);
    expect(details?.df1).toBe(19);
    expect(details?.df2).toBeCloseTo(39.7, 1);
    const w = independent_check.recomputed.kendall_w_tie_corrected ?? NaN;
    expect(valueOf(kendallW(data.ratings))).toBeCloseTo(w, 6);
  });

  it('[ST36][ST37] peak flow: limits of agreement and Lin’s concordance', () => {
    const { data, expected } = read<{
      data: { wright_first: number[]; mini_first: number[] };
      expected: { limits_1_96: [number, number]; lin_ccc_recomputed: number; sd: number };
    }>('bland_altman_1986_pefr.json');
    const pairs = data.wright_first.map((value, i) => [value, data.mini_first[i] ?? null]);
    const { lower, upper, deviation } = blandAltman(pairs);
    expect(valueOf(lower)).toBeCloseTo(expected.limits_1_96[0], 3);
    expect(valueOf(upper)).toBeCloseTo(expected.limits_1_96[1], 3);
    expect(deviation.state === 'defined' ? deviation.value : NaN).toBeCloseTo(expected.sd, 1);
    expect(valueOf(linConcordance(pairs))).toBeCloseTo(expected.lin_ccc_recomputed, 6);
  });

  it('[ST39] anaesthetists: every error rate, posterior and class', () => {
    const { data, expected } = read<{
      data: { responses: Responses };
      expected: {
        class_marginals: number[];
        error_rates: number[][][];
        posterior: number[][];
        log_likelihood: number;
        most_probable_class: number[];
      };
    }>('dawid_skene_1979_anaesthetists.json');
    const model = dawidSkene(labelTable(data.responses, [1, 2, 3, 4]));
    expect(valueOf(model)).toBeCloseTo(expected.log_likelihood, 3);
    const { prevalence, confusion, posterior } = model.details ?? { prevalence: [], confusion: [], posterior: [] };
    const near = (values: readonly number[]): unknown[] => values.map((v): unknown => expect.closeTo(v, 3));
    expect(prevalence).toEqual(near(expected.class_marginals));
    expect(confusion).toEqual(expected.error_rates.map((rows) => rows.map(near)));
    expect(posterior).toEqual(expected.posterior.map(near));
    expect(posterior.map((row) => row.indexOf(Math.max(...row)) + 1)).toEqual(expected.most_probable_class);
  });
});

describe.skipIf(missing('agreement') || missing('lidc'))('lung nodules read by four', () => {
  const lesions = (): number[][] =>
    readFileSync(dataPath('lidc', 'malignancy_matrix.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',').slice(2, 6))
      .filter((cells) => cells.every((cell) => cell !== ''))
      .map((cells) => cells.map(Number));

  it('[ST32] the six forms are those computed beside the data', () => {
    const { expected } = read<{
      expected: { precision: number; four_reader_lesions: { n: number; icc: Record<string, number> } };
    }>('lidc_malignancy_real_readers.json');
    const { n, icc } = expected.four_reader_lesions;
    expect(lesions()).toHaveLength(n);
    for (const form of FORMS) {
      const value = valueOf(intraclassCorrelation(form, lesions()));
      expect(value).toBeCloseTo(icc[ICC_FORMS[form].shroutFleiss] ?? NaN, expected.precision);
    }
  });

  it('[ST34] and their reader slots, which are not people, get the forms (1,·) only', () => {
    const given = FORMS.filter(
      (form) => intraclassCorrelation(form, lesions(), { interchangeable: true }).figure.state === 'defined',
    );
    expect(given).toEqual(['icc-1-1', 'icc-1-k']);
    expect(kendallW(lesions(), { interchangeable: true }).figure.state).toBe('undefined');
  });
});
