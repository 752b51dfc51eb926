/** What the coefficients of measurements, ranks and hidden labels say about a set. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { blandAltman } from '#domain/statistics/bland-altman.ts';
import { bootstrappedTogether, type Resampled } from '#domain/statistics/bootstrap.ts';
import { dawidSkene } from '#domain/statistics/dawid-skene.ts';
import { undefinedBecause, type Estimate, type UndefinedReason } from '#domain/statistics/figure.ts';
import { ICC_FORMS, iccFigures, intraclassCorrelation, type IccForm } from '#domain/statistics/icc.ts';
import { kendallW } from '#domain/statistics/kendall-w.ts';
import { labelTable } from '#domain/statistics/label-table.ts';
import { linConcordance, linConcordanceFigure } from '#domain/statistics/lin-ccc.ts';
import type { Measurements } from '#domain/statistics/measurements.ts';
import type { Prepared } from './answers.ts';
import { DEFAULT_RESAMPLING } from './chance-entries.ts';
import { estimateJson, type Entry } from './entry.ts';
import type { AgreementOptions } from './options.ts';

const ICC_IDS: readonly IccForm[] = ['icc-1-1', 'icc-2-1', 'icc-3-1', 'icc-1-k', 'icc-2-k', 'icc-3-k'];

export function measurementEntries(prepared: Prepared, options: AgreementOptions): Entry[] {
  return [...ofNumbers(prepared, options), labelEntry(prepared)];
}

function ofNumbers(prepared: Prepared, options: AgreementOptions): Entry[] {
  const { numbers, interchangeable, clusters } = prepared;
  if (!numbers) {
    const why = prepared.set.answers.kind === 'repeated' ? 'repeated-items' : 'not-numbers';
    return [...ICC_IDS, 'lin-ccc', 'bland-altman', 'kendall-w'].map((id) => undefinedEntry(id, why));
  }
  const limits = blandAltman(numbers, { interchangeable, ...(clusters && { clusters: clusters.names }) });
  const { bias, lower, upper } = limits;
  const details = { bias: estimateJson(bias), lower: estimateJson(lower), upper: estimateJson(upper) };
  const { details: test, ...concordance } = kendallW(numbers, { interchangeable });
  const resampled = resampledFigures(prepared, options);
  return [
    ...ICC_IDS.map((form) => iccEntry(form, numbers, { interchangeable, resampled })),
    withIntervals(
      { id: 'lin-ccc', estimate: linConcordance(numbers, { interchangeable }), holdsFor: 'these-raters' },
      resampled,
    ),
    {
      id: 'bland-altman',
      estimate: bias,
      holdsFor: 'these-raters',
      ...(bias.figure.state === 'defined' && { details }),
    },
    { id: 'kendall-w', estimate: concordance, holdsFor: 'these-raters', ...(test && { details: { ...test } }) },
  ];
}

const undefinedEntry = (id: string, because: UndefinedReason): Entry => ({
  id,
  estimate: { figure: undefinedBecause(because), interval: undefinedBecause(because), n: 0 },
  holdsFor: 'these-raters',
});

type ResampledById = ReadonlyMap<string, Resampled>;

interface IccContext {
  readonly interchangeable: boolean;
  readonly resampled: ResampledById;
}

function iccEntry(form: IccForm, numbers: Measurements, { interchangeable, resampled }: IccContext): Entry {
  const { details: ratio, warning, form: _, ...estimate } = intraclassCorrelation(form, numbers, { interchangeable });
  const { shroutFleiss, mcGrawWong, raters } = ICC_FORMS[form];
  const details: Json = { ...(ratio ?? {}), shroutFleiss, mcGrawWong };
  const holdsFor = raters === 'these' ? 'these-raters' : 'raters-in-general';
  return withIntervals({ id: form, estimate, holdsFor, details, ...(warning !== undefined && { warning }) }, resampled);
}

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

/** Intervals from resampling, if asked for or if items belong together. */
function resampledFigures({ numbers, clusters, items }: Prepared, { bootstrap }: AgreementOptions): ResampledById {
  if (!numbers || (!bootstrap && !clusters)) return new Map();
  const [icc, ccc] = [iccFigures(ICC_IDS, numbers), linConcordanceFigure(numbers)];
  const estimates = bootstrappedTogether({
    ...(bootstrap ?? DEFAULT_RESAMPLING),
    units: clusters?.count ?? items,
    statistics: (draw) => {
      const times = draw && (clusters ? Float64Array.from(clusters.of, (at) => draw.times[at] ?? 0) : draw.times);
      return [...icc(times), ccc(times)];
    },
  });
  const ids = [...ICC_IDS, 'lin-ccc'];
  return new Map(estimates.map((estimate, i) => [ids[i] ?? '', estimate]));
}

/** The figure is the log likelihood, which only ranks solutions; the answer is in the details. */
function labelEntry({ responses, categories, measurements, interchangeable }: Prepared): Entry {
  if (measurements) return undefinedEntry('dawid-skene', 'measurements');
  const { details, ...estimate }: Estimate & { details?: unknown } = dawidSkene(labelTable(responses, categories), {
    interchangeable,
  });
  return { id: 'dawid-skene', estimate, holdsFor: 'these-raters', ...(details ? { details: details as Json } : {}) };
}
