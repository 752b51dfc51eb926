/** What `consilium agreement` says about a reader study: one entry per reader, treatment and figure, then the comparisons. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { figureText, undefinedBecause, UNDEFINED_REASONS, type Estimate } from '#domain/statistics/figure.ts';
import type { TreatmentComparison } from '#domain/statistics/obuchowski-rockette.ts';
import {
  COMPARED,
  compareStudy,
  isCrossed,
  readerResults,
  type ComparedFigure,
  type ReaderStudy,
  type StudyComparison,
} from '#domain/statistics/reader-study.ts';

type JsonObject = Record<string, Json>;

const IDS: Readonly<Record<ComparedFigure, string>> = {
  area: 'empirical-auc',
  sensitivity: 'sensitivity',
  specificity: 'specificity',
};

export function readerStudyReport(study: ReaderStudy): { readonly object: Json; readonly text: string } {
  const compared = hasDecisions(study) ? COMPARED : (['area'] as const);
  const entries = [
    ...ofReaders(study),
    ...compared.flatMap((of) => ofTreatments(study, compareStudy(study, of))),
    ...(hasDecisions(study) ? [] : withoutDecisions()),
  ];
  const object = {
    items: study.diseased.length,
    diseased: study.diseased.filter(Boolean).length,
    raters: study.readers.length,
    treatments: [...study.treatments],
    crossed: isCrossed(study),
    coefficients: entries.map(({ json }) => json),
  };
  const head = `${String(object.items)} cases (${String(object.diseased)} diseased), ${String(object.raters)} readers, ${String(study.treatments.length)} treatments${object.crossed ? '' : '; not everybody read every case'}`;
  return { object, text: [head, '', ...entries.map(({ line }) => line)].join('\n') };
}

interface Entry {
  readonly json: JsonObject;
  readonly line: string;
}

function entry(
  id: string,
  {
    estimate,
    particulars,
    details,
  }: { estimate: Estimate & { se?: number }; particulars: JsonObject; details?: JsonObject },
): Entry {
  const { figure, interval, n, se } = estimate;
  const names = Object.values(particulars).flat().map(String).join(' ');
  const bounds = interval.state === 'defined' ? ` (${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)})` : '';
  const json: JsonObject = { id, ...particulars };
  if (figure.state === 'undefined') json['undefined'] = UNDEFINED_REASONS[figure.because];
  else json['value'] = figure.value;
  if (se !== undefined) json['se'] = se;
  if (interval.state === 'defined') json['ci95'] = [interval.lower, interval.upper];
  json['n'] = n;
  if (details) json['details'] = details;
  return { json, line: `${id.padEnd(26)} ${names.padEnd(28)} ${figureText(figure, 3)}${bounds}` };
}

const hasDecisions = ({ reads }: ReaderStudy): boolean => reads.some(({ positive }) => positive !== null);

function ofReaders(study: ReaderStudy): Entry[] {
  return readerResults(study).flatMap((result) => {
    const particulars = {
      rater: study.readers[result.reader] ?? '',
      treatment: study.treatments[result.treatment] ?? '',
    };
    const area = entry('empirical-auc', { estimate: result.area, particulars });
    if (!hasDecisions(study)) return [area];
    return [
      area,
      entry('sensitivity', { estimate: result.sensitivity, particulars }),
      entry('specificity', { estimate: result.specificity, particulars }),
      entry('positive-predictive-value', { estimate: result.positivePredictiveValue, particulars }),
      entry('negative-predictive-value', { estimate: result.negativePredictiveValue, particulars }),
    ];
  });
}

/** Without decisions there is one sentence in place of forty that say the same. */
function withoutDecisions(): Entry[] {
  const none = undefinedBecause('no-decisions');
  const estimate = { figure: none, interval: none, n: 0 };
  return ['sensitivity', 'specificity'].map((id) => entry(id, { estimate, particulars: {} }));
}

/** The mean over readers of each treatment, then every two treatments, both for readers in general. */
function ofTreatments({ treatments }: ReaderStudy, { of, means, comparison }: StudyComparison): Entry[] {
  const entries = means.map((estimate, treatment) =>
    entry(`mean-${IDS[of]}`, { estimate, particulars: { treatment: treatments[treatment] ?? '' } }),
  );
  if (comparison.state === 'undefined') {
    const estimate = { figure: comparison, interval: comparison, n: 0 };
    return [...entries, entry('obuchowski-rockette', { estimate, particulars: { of: IDS[of] } })];
  }
  const details = detailsOf(comparison);
  const pairs = comparison.differences.map(({ first, second, estimate, p }) =>
    entry('obuchowski-rockette', {
      estimate,
      particulars: { of: IDS[of], treatments: [treatments[first] ?? '', treatments[second] ?? ''] },
      details: { p, ...details },
    }),
  );
  return [...entries, ...pairs];
}

/** Infinite degrees of freedom have no number in JSON and are written as null. */
function detailsOf({ readersInGeneral, theseReaders, covariances }: TreatmentComparison): JsonObject {
  const { f, df1, df2, p } = readersInGeneral;
  return {
    readersInGeneral: { f, df1, df2: Number.isFinite(df2) ? df2 : null, p },
    theseReaders: { ...theseReaders },
    covariances: { ...covariances },
  };
}
