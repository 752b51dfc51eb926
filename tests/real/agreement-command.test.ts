/** `consilium agreement` on every published table, to the precision that each states. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coefficientsOf, type PrintedCoefficient } from '#tests/factories/agreement-command.ts';
import { dataPath, missing } from './test-data.ts';

interface Published {
  readonly estimate: number;
  readonly pa?: number;
  readonly pe?: number;
  readonly se?: number;
  readonly ci95?: readonly [number, number];
}

interface Golden {
  readonly expected: {
    readonly precision: number;
    readonly by_weights?: Readonly<Record<string, Readonly<Record<string, Published>>>>;
    readonly [figure: string]: unknown;
  };
  readonly independent_check: { readonly recomputed?: Readonly<Record<string, unknown>> };
}

/** What the files call the coefficients. */
const IDS: Readonly<Record<string, string>> = {
  pa: 'percent-agreement',
  cohen: 'cohen-kappa',
  scott: 'scott-pi',
  gwet: 'gwet-ac',
  krippendorff: 'krippendorff-alpha',
  brennan_prediger: 'brennan-prediger',
  conger_kappa: 'conger-kappa',
  fleiss_kappa: 'fleiss-kappa',
  gwet_ac1_ac2: 'gwet-ac',
  krippendorff_alpha: 'krippendorff-alpha',
};

const path = (file: string): string => dataPath('agreement', `${file}.json`);
const golden = (file: string): Golden => JSON.parse(readFileSync(path(file), 'utf8')) as Golden;
const run = (file: string, ...options: string[]): Promise<PrintedCoefficient[]> =>
  coefficientsOf([path(file), ...options]);

const found = (all: readonly PrintedCoefficient[], like: Partial<PrintedCoefficient>): PrintedCoefficient => {
  const one = all.find((c) =>
    Object.entries(like).every(([key, value]) => c[key as keyof PrintedCoefficient] === value),
  );
  if (!one) throw new Error(`nothing like ${JSON.stringify(like)}`);
  return one;
};

function expectAll(got: PrintedCoefficient, { estimate, pa, pe, se, ci95 }: Published, precision: number): void {
  const what = `${got.id} ${got.weights ?? ''}`;
  const figures = [
    [got.value, estimate],
    [got.pa, pa],
    [got.pe, pe],
    [got.se, se],
    [got.ci95?.[0], ci95?.[0]],
    [got.ci95?.[1], ci95?.[1]],
  ] as const;
  for (const [actual, published] of figures) {
    // A tie may have been rounded either way.
    if (published !== undefined) {
      expect(Math.abs((actual ?? NaN) - published), what).toBeLessThan(0.5 * 10 ** -precision + 1e-9);
    }
  }
}

describe.skipIf(missing('agreement'))('published tables through the command', () => {
  const GWET = [
    'gwet_3x3_abstractors_table',
    'gwet_gender_15x4_nominal',
    'gwet_raw4raters_12x4_missing',
    'gwet_raw5observers_15x5_missing',
  ];
  for (const file of GWET) {
    it(`[CL8][ST7][ST8] ${file}: every coefficient, weight, error and interval`, async () => {
      const { precision, by_weights = {} } = golden(file).expected;
      const all = await run(file);
      for (const [weights, coefficients] of Object.entries(by_weights)) {
        for (const [name, published] of Object.entries(coefficients)) {
          const id = IDS[name] ?? name;
          // Gwet’s ordinal weights are not Krippendorff’s ordinal metric, which α takes by that name first.
          const metric = id === 'krippendorff-alpha' && weights === 'ordinal' ? { metric: 'ordinal-weights' } : {};
          expectAll(found(all, { id, weights, ...metric }), published, precision);
        }
      }
    });
  }

  it('[CL8][ST7] krippendorff_4observers_12units: α under four metrics', async () => {
    const all = await run('krippendorff_4observers_12units');
    const alpha = golden('krippendorff_4observers_12units').independent_check.recomputed ?? {};
    for (const [metric, value] of Object.entries(alpha)) {
      expect(found(all, { id: 'krippendorff-alpha', metric }).value).toBeCloseTo(Number(value), 6);
    }
    expect(found(all, { id: 'krippendorff-alpha', weights: 'ordinal' }).value).toBeCloseTo(0.815, 3);
  });

  it('[CL8][ST7] cohen1968_3x3_weighted: κ unweighted and under both matrices of the file', async () => {
    const all = await run('cohen1968_3x3_weighted');
    const kappa = (weights: string): PrintedCoefficient => found(all, { id: 'cohen-kappa', weights });
    expect(kappa('unweighted').value).toBeCloseTo(0.491525, 6);
    expect(kappa('unweighted').se).toBeCloseTo(0.051002, 6);
    expect(kappa('disagreement_weights_symmetric').value).toBeCloseTo(0.347826, 6);
    expect(kappa('disagreement_weights_asymmetric').value).toBeCloseTo(0.353383, 6);
  });

  it('[CL8][ST7][ST15] kappa_paradox_prevalence: two tables in one file, one of them with the warning', async () => {
    const { expected } = golden('kappa_paradox_prevalence');
    const tables = expected['recomputed_6dp'] as Record<string, Record<string, number>>;
    const all = await run('kappa_paradox_prevalence', '--weights', 'unweighted');
    for (const [set, { kappa = NaN, po = NaN, gwet_ac1 = NaN, pabak = NaN }] of Object.entries(tables)) {
      expect(found(all, { set, id: 'cohen-kappa' }).value).toBeCloseTo(kappa, 6);
      expect(found(all, { set, id: 'percent-agreement' }).value).toBeCloseTo(po, 6);
      expect(found(all, { set, id: 'gwet-ac' }).value).toBeCloseTo(gwet_ac1, 6);
      expect(found(all, { set, id: 'brennan-prediger' }).value).toBeCloseTo(pabak, 6);
    }
  });

  it('[CL8][ST7] fleiss1971 and the ten subjects: κ, pa and pe, from ratings and from counts', async () => {
    for (const file of ['fleiss1971_psychiatric_30x6', 'fleiss_10subjects_14raters_counts']) {
      const { recomputed = {} } = golden(file).independent_check;
      const fleiss = found(await run(file), { id: 'fleiss-kappa', weights: 'unweighted' });
      expect(fleiss.value).toBeCloseTo(Number(recomputed['kappa']), 6);
      expect(fleiss.pa).toBeCloseTo(Number(recomputed['pa']), 6);
      expect(fleiss.pe).toBeCloseTo(Number(recomputed['pe']), 6);
    }
    const counts = await run('fleiss_10subjects_14raters_counts');
    for (const id of ['cohen-kappa', 'light-kappa', 'conger-kappa'] as const)
      expect(found(counts, { id }).undefined).toBeDefined();
    expect(found(counts, { id: 'conger-kappa' }).reason).toBe('interchangeable-raters');
  });

  it('[CL8] icc_shrout_fleiss_1979 and irr_anxiety: six forms with intervals, Light, Kendall', async () => {
    for (const file of ['icc_shrout_fleiss_1979', 'irr_anxiety_20x3']) {
      const {
        icc = {},
        ci95 = {},
        ...recomputed
      } = (golden(file).independent_check.recomputed ?? {}) as {
        icc?: Record<string, number>;
        ci95?: Record<string, [number, number]>;
      } & Record<string, unknown>;
      const all = await run(file);
      for (const [form, value] of Object.entries(icc)) {
        const id = form.toLowerCase().replace(/\((.),(.)\)/, '-$1-$2');
        const [lower = NaN, upper = NaN] = ci95[form] ?? [];
        expectAll(found(all, { id }), { estimate: value, ci95: [lower, upper] }, 5);
      }
      if (typeof recomputed['light_kappa'] !== 'number') continue;
      expect(found(all, { id: 'light-kappa', weights: 'unweighted' }).value).toBeCloseTo(recomputed['light_kappa'], 6);
      expect(found(all, { id: 'kendall-w' }).value).toBeCloseTo(Number(recomputed['kendall_w_tie_corrected']), 6);
    }
  });

  it('[CL8] bland_altman_1986_pefr: bias and limits of the first readings, and Lin’s coefficient', async () => {
    const { expected } = golden('bland_altman_1986_pefr');
    const all = await run('bland_altman_1986_pefr');
    const limits = found(all, { set: 'first', id: 'bland-altman' });
    const [lower = NaN, upper = NaN] = expected['limits_1_96'] as number[];
    expect(limits.value).toBeCloseTo(Number(expected['mean_difference']), 1);
    expect(limits.details).toMatchObject({
      bias: { value: limits.value },
      lower: { value: expect.closeTo(lower, 3) as number },
      upper: { value: expect.closeTo(upper, 3) as number },
    });
    expect(found(all, { set: 'first', id: 'lin-ccc' }).value).toBeCloseTo(Number(expected['lin_ccc_recomputed']), 6);
  });

  it('[CL8] dawid_skene_1979: prevalence, the first observer’s errors, and every patient’s class', async () => {
    const { expected } = golden('dawid_skene_1979_anaesthetists');
    const { details } = found(await run('dawid_skene_1979_anaesthetists'), { id: 'dawid-skene' });
    const { prevalence, confusion, posterior } = details as {
      prevalence: number[];
      confusion: number[][][];
      posterior: number[][];
    };
    prevalence.forEach((p, i) => expect(p).toBeCloseTo((expected['class_marginals'] as number[])[i] ?? NaN, 2));
    const errors = expected['observer_1_error_rates'] as number[][];
    errors.forEach((row, k) => row.forEach((rate, l) => expect(confusion[0]?.[k]?.[l]).toBeCloseTo(rate, 2)));
    expect(posterior.map((row) => row.indexOf(Math.max(...row)) + 1)).toEqual(expected['most_probable_class']);
  });

  it('[CL8][ST10] edge_cases: undefined with a reason, or exact', async () => {
    const all = await run('edge_cases', '--weights', 'unweighted');
    const of = (set: string, id: string): PrintedCoefficient => found(all, { set, id });
    for (const id of ['fleiss-kappa', 'conger-kappa', 'light-kappa', 'krippendorff-alpha', 'gwet-ac'])
      expect(of('all_same', id).undefined, id).toEqual(expect.any(String));
    expect(of('all_same', 'percent-agreement').value).toBe(1);
    expect(of('perfect_two_categories', 'fleiss-kappa').value).toBe(1);
    expect(of('perfect_two_categories', 'krippendorff-alpha').value).toBe(1);
    expect(of('systematic_disagreement', 'percent-agreement').value).toBe(0);
    expect(of('systematic_disagreement', 'fleiss-kappa').value).toBe(-1);
    expect(of('systematic_disagreement', 'krippendorff-alpha').value).toBeCloseTo(-0.75, 12);
    for (const set of ['one_unit', 'one_rater', 'no_pairable']) expect(of(set, 'fleiss-kappa').value).toBeUndefined();
    for (const one of all.filter(({ set }) => set === 'no_pairable')) expect(one.undefined).toEqual(expect.any(String));
  });

  it('[CL8] lidc_malignancy_real_readers: the readers of the archive, all lesions and those that all four marked', async () => {
    const { all_lesions: lesions, four_reader_lesions: four } = golden('lidc_malignancy_real_readers')
      .expected as unknown as {
      all_lesions: Record<string, number>;
      four_reader_lesions: { n: number; icc: Record<string, number>; fleiss_kappa: number; gwet_ac2_quadratic: number };
    };
    const all = await run('lidc_malignancy_real_readers', '--raters', 'interchangeable');
    const of = (id: string, weights = 'quadratic'): PrintedCoefficient => found(all, { id, weights });
    expect(of('krippendorff-alpha', 'unweighted').value).toBeCloseTo(lesions['krippendorff_nominal'] ?? NaN, 4);
    expect(of('krippendorff-alpha', 'ordinal').value).toBeCloseTo(lesions['krippendorff_ordinal'] ?? NaN, 4);
    expect(of('krippendorff-alpha').value).toBeCloseTo(lesions['krippendorff_interval'] ?? NaN, 4);
    expect(of('percent-agreement').value).toBeCloseTo(lesions['percent_agreement'] ?? NaN, 4);
    expect(of('fleiss-kappa').value).toBeCloseTo(lesions['fleiss_kappa'] ?? NaN, 4);
    expect(of('gwet-ac').value).toBeCloseTo(lesions['gwet_ac'] ?? NaN, 4);
    expect(of('brennan-prediger').value).toBeCloseTo(lesions['brennan_prediger'] ?? NaN, 4);
    expect(of('conger-kappa').reason).toBe('interchangeable-raters');

    const complete = await run('lidc_malignancy_real_readers', '--complete-only');
    expect(found(complete, { id: 'fleiss-kappa', weights: 'unweighted' })).toMatchObject({ n: four.n });
    expect(found(complete, { id: 'fleiss-kappa', weights: 'unweighted' }).value).toBeCloseTo(four.fleiss_kappa, 4);
    expect(found(complete, { id: 'gwet-ac', weights: 'quadratic' }).value).toBeCloseTo(four.gwet_ac2_quadratic, 4);
    for (const [form, value] of Object.entries(four.icc)) {
      const id = form.toLowerCase().replace(/\((.),(.)\)/, '-$1-$2');
      expect(found(complete, { id }).value).toBeCloseTo(value, 4);
    }
  });
});
