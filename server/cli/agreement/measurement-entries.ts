/** What the coefficients of measurements, ranks and hidden labels say about a set. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { blandAltman, exactLimits, type LimitsOfAgreement } from '#domain/statistics/measurements/bland-altman.ts';
import { bootstrappedTogether, type Resampled, type Times } from '#domain/statistics/intervals/bootstrap.ts';
import { dawidSkene } from '#domain/statistics/label-model/dawid-skene.ts';
import {
  undefinedBecause,
  type Estimate,
  type Figure,
  type Interval,
  type UndefinedReason,
} from '#domain/statistics/figure.ts';
import {
  ICC_FORMS,
  iccFigures,
  intraclassCorrelation,
  type IccEstimate,
  type IccForm,
} from '#domain/statistics/measurements/icc.ts';
import { kendallW, kendallWFigure } from '#domain/statistics/measurements/kendall-w.ts';
import { labelTable } from '#domain/statistics/label-model/label-table.ts';
import { linConcordance, linConcordanceFigure } from '#domain/statistics/measurements/lin-ccc.ts';
import type { Measurements } from '#domain/statistics/measurements/measurements.ts';
import type { Prepared } from './answers.ts';
import { DEFAULT_RESAMPLING } from './chance-entries.ts';
import { estimateJson, estimateText, intervalText, type AgreementId, type Entry } from './entry.ts';
import type { AgreementOptions, Resampling } from './options.ts';

const ICC_IDS = [
  'icc-1-1',
  'icc-2-1',
  'icc-3-1',
  'icc-1-k',
  'icc-2-k',
  'icc-3-k',
] as const satisfies readonly IccForm[];
const NUMBER_IDS = [...ICC_IDS, 'lin-ccc', 'bland-altman', 'kendall-w'] as const;

type NumberId = (typeof NUMBER_IDS)[number];

export function measurementEntries(prepared: Prepared, options: AgreementOptions): Entry[] {
  const asked = NUMBER_IDS.filter((id) => options.only.includes(id));
  const labels = options.only.includes('dawid-skene') ? [labelEntry(prepared)] : [];
  const { numbers, set } = prepared;
  if (!numbers) {
    const why = set.answers.kind === 'repeated' ? 'repeated-items' : 'not-numbers';
    return [...asked.map((id) => undefinedEntry(id, why)), ...labels];
  }
  const resampled = asked.length > 0 ? resampledFigures(prepared, options) : new Map<string, Resampled>();
  const resampling = options.bootstrap ?? DEFAULT_RESAMPLING;
  const entries = asked.map((id) => withIntervals(entryOf(id, { numbers, prepared, resampling }), resampled));
  return [...entries, ...labels];
}

interface Numbers {
  readonly numbers: Measurements;
  readonly prepared: Prepared;
  readonly resampling: Resampling;
}

function entryOf(id: NumberId, { numbers, prepared, resampling }: Numbers): Entry {
  const { interchangeable, clusters } = prepared;
  const design = { interchangeable };
  switch (id) {
    case 'lin-ccc':
      return { id, estimate: linConcordance(numbers, design), holdsFor: 'these-raters' };
    case 'bland-altman':
      return limitsEntry(
        blandAltman(numbers, { ...design, resampling, ...(clusters && { clusters: clusters.names }) }),
      );
    case 'kendall-w': {
      const { details, ...estimate } = kendallW(numbers, design);
      return {
        id,
        estimate,
        holdsFor: 'these-raters',
        ...(details && { details: { ...details }, note: testText(details) }),
      };
    }
    default:
      return iccEntry(intraclassCorrelation(id, numbers, design));
  }
}

const testText = ({ chi2, df, p }: { chi2: number; df: number; p: number }): string =>
  `χ²(${String(df)}) = ${chi2.toFixed(2)}, ${p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`}`;

const degreesText = (df: number): string => (Number.isInteger(df) ? String(df) : df.toFixed(1));

function limitsEntry(limits: LimitsOfAgreement): Entry {
  const { bias, lower, upper, independent } = limits;
  const exact = exactLimits(limits);
  const ofLimit = (limit: Estimate, interval: Interval): Json => ({
    ...estimateJson(limit),
    ...(interval.state === 'defined' && { exactCi95: [interval.lower, interval.upper] }),
  });
  const details = { bias: estimateJson(bias), lower: ofLimit(lower, exact.lower), upper: ofLimit(upper, exact.upper) };
  const text = `limits of agreement ${estimateText(lower)} and ${estimateText(upper)}`;
  const exactly = [exact.lower, exact.upper].flatMap((one) => (one.state === 'defined' ? [intervalText(one)] : []));
  const note = independent
    ? [text, exactly.length > 0 ? `; exactly ${exactly.join(' and ')}` : ''].join('')
    : `${text}; of a pair of any patient, from the variance between patients and within`;
  const known = bias.figure.state === 'defined' && { details, note };
  return { id: 'bland-altman', estimate: bias, holdsFor: 'these-raters', ...known };
}

function iccEntry({ form, details: ratio, warning, ...estimate }: IccEstimate): Entry {
  const { shroutFleiss, mcGrawWong, raters } = ICC_FORMS[form];
  const details: Json = { ...(ratio ?? {}), shroutFleiss, mcGrawWong };
  const test = ratio ? `, F(${String(ratio.df1)}, ${degreesText(ratio.df2)}) = ${ratio.f.toFixed(2)}` : '';
  const note = `${shroutFleiss} of Shrout & Fleiss, ${mcGrawWong} of McGraw & Wong${test}`;
  const holdsFor = raters === 'these' ? 'these-raters' : 'raters-in-general';
  return { id: form, estimate, holdsFor, details, note, ...(warning !== undefined && { warning }) };
}

const undefinedEntry = (id: AgreementId, because: UndefinedReason): Entry => ({
  id,
  estimate: { figure: undefinedBecause(because), interval: undefinedBecause(because), n: 0 },
  holdsFor: 'these-raters',
});

type ResampledById = ReadonlyMap<string, Resampled>;

/** Resampled cases say nothing about raters in general, whatever the form would say by its formula. */
function withIntervals(entry: Entry, resampled: ResampledById): Entry {
  const found = resampled.get(entry.id);
  if (!found || entry.estimate.figure.state === 'undefined') return entry;
  const { interval, se } = found;
  return {
    ...entry,
    estimate: { ...entry.estimate, interval, ...(se !== undefined && { se }) },
    holdsFor: 'these-raters',
  };
}

/** Intervals from resampling: where nobody published a formula, if asked for, and if items belong together. */
function resampledFigures(
  { numbers, clusters, items }: Prepared,
  { bootstrap, only }: AgreementOptions,
): ResampledById {
  if (!numbers) return new Map();
  const statistics = new Map<string, (times?: Times) => readonly Figure[]>();
  if (only.includes('kendall-w')) {
    const w = kendallWFigure(numbers);
    statistics.set('kendall-w', (times) => [w(times)]);
  }
  if (bootstrap ?? clusters) {
    const ccc = linConcordanceFigure(numbers);
    statistics.set('icc', iccFigures(ICC_IDS, numbers)).set('lin-ccc', (times) => [ccc(times)]);
  }
  const estimates = bootstrappedTogether({
    ...(bootstrap ?? DEFAULT_RESAMPLING),
    units: clusters?.count ?? items,
    statistics: (draw) => {
      const times = draw && (clusters ? Float64Array.from(clusters.of, (at) => draw.times[at] ?? 0) : draw.times);
      return [...statistics.values()].flatMap((of) => of(times));
    },
  });
  const ids = [...statistics.keys()].flatMap((id) => (id === 'icc' ? ICC_IDS : [id]));
  return new Map(estimates.map((estimate, i) => [ids[i] ?? '', estimate]));
}

/** The figure is the log likelihood, which only ranks solutions; the answer is in the details. */
function labelEntry({ responses, categories, measurements, interchangeable }: Prepared): Entry {
  if (measurements) return undefinedEntry('dawid-skene', 'measurements');
  const { details, ...estimate } = dawidSkene(labelTable(responses, categories), { interchangeable });
  const entry: Entry = { id: 'dawid-skene', estimate, holdsFor: 'these-raters' };
  if (!details) return entry;
  const { otherStarts, ...model } = details;
  const shares = details.prevalence.map((share, i) => `${String(details.categories[i])}: ${share.toFixed(3)}`);
  const note = `log likelihood; prevalence of ${shares.join(', ')}`;
  return { ...entry, details: { ...model, otherStarts: { ...otherStarts } }, note };
}
