/** What `consilium agreement` says about marks against reference lesions, rater by rater. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { frocCurve, sensitivityAt } from '#domain/statistics/detection/froc.ts';
import { lesionDetection } from '#domain/statistics/detection/lesion-detection.ts';
import type { ScoredCase } from '#domain/statistics/detection/scored-marks.ts';
import { wafroc } from '#domain/statistics/detection/wafroc.ts';
import { undefinedBecause, type Figure } from '#domain/statistics/figure.ts';
import { bootstrappedTogether, type Times } from '#domain/statistics/intervals/bootstrap.ts';
import { UsageError } from '../command.ts';
import { aboutJson, aboutLine, type AboutEntry } from './about-entry.ts';
import { DEFAULT_RESAMPLING } from './chance-entries.ts';
import type { MarkReader, MarkStudy } from './mark-study.ts';
import type { AgreementOptions, Resampling } from './options.ts';

/** @throws UsageError for options that say nothing about marks */
export function markStudyReport(
  study: MarkStudy,
  { weights, categories, bootstrap, interchangeable, positiveFrom }: AgreementOptions,
): { readonly object: Json; readonly text: string } {
  if (interchangeable)
    throw new UsageError('every figure of marks is kept per rater, so the raters must be the same people throughout');
  if (weights.length > 0 || categories || positiveFrom !== undefined) {
    throw new UsageError('--weights, --categories and --positive-from do not apply to marks');
  }
  const resampling = bootstrap ?? DEFAULT_RESAMPLING;
  const entries = study.raters.flatMap((rater) => entriesOf(rater, study.rated, resampling));
  const { cases, lesions, normal, acceptanceRadius, raters } = study;
  const object = {
    ...{ items: cases, lesions, normal, acceptanceRadius, raters: raters.length },
    coefficients: entries.map(aboutJson),
  };
  const head = `${String(cases)} cases (${String(normal)} without a lesion), ${String(lesions)} lesions, ${String(raters.length)} raters, acceptance radius ${String(acceptanceRadius)} mm`;
  return { object, text: [head, '', ...entries.map(aboutLine)].join('\n') };
}

/** Each in the order of the answer. The classic JAFROC area counts each lesion alike and the false marks of normal cases only. */
const FIGURES = {
  'lesion-precision': (cases, times) => lesionDetection(cases, drawn(times)).precision,
  'lesion-recall': (cases, times) => lesionDetection(cases, drawn(times)).recall,
  'lesion-f1': (cases, times) => lesionDetection(cases, drawn(times)).f1,
  'false-marks-per-case': (cases, times) => lesionDetection(cases, drawn(times)).falseMarks,
  froc: (cases, times) => sensitivityAt(repeated(cases, times), 1),
  wafroc: (cases, times) => wafroc(cases, drawn(times)),
  'wafroc-1': (cases, times) => wafroc(cases, { ...drawn(times), falseMarksOf: 'all-cases' }),
  jafroc: (cases, times) => wafroc(cases, { ...drawn(times), lesionsAlike: true }),
} as const satisfies Record<string, (cases: readonly ScoredCase[], times?: Times) => Figure>;

type FigureId = keyof typeof FIGURES;
const IDS = Object.keys(FIGURES) as readonly FigureId[];
/** They rest on how sure a mark is. */
const OF_CONFIDENCE: readonly FigureId[] = ['froc', 'wafroc', 'wafroc-1', 'jafroc'];

const drawn = (times: Times | undefined): { readonly times?: Times } => (times ? { times } : {});

const repeated = (cases: readonly ScoredCase[], times: Times | undefined): ScoredCase[] =>
  cases.flatMap((one, i) => new Array<ScoredCase>(times ? (times[i] ?? 0) : 1).fill(one));

/** Patients are resampled, or cases where nobody said whose they are. */
function entriesOf({ name, cases, clusters }: MarkReader, rated: boolean, resampling: Resampling): AboutEntry[] {
  const units = [...new Set(clusters)];
  const place = clusters.map((cluster) => units.indexOf(cluster));
  const estimates = bootstrappedTogether({
    ...resampling,
    units: units.length,
    statistics: (draw) => {
      const times = draw && Float64Array.from(place, (at) => draw.times[at] ?? 0);
      return IDS.map((id) =>
        OF_CONFIDENCE.includes(id) && !rated ? undefinedBecause('no-confidence') : FIGURES[id](cases, times),
      );
    },
  });
  const none = undefinedBecause('no-items');
  return IDS.map((id, i): AboutEntry => {
    const estimate = { ...(estimates[i] ?? { figure: none, interval: none }), n: cases.length };
    const curve = id === 'froc' && rated ? frocCurve(cases).map((point): Json => ({ ...point })) : undefined;
    const details = curve && { falseMarksPerCase: 1, curve };
    return { id, estimate, about: { rater: name }, holdsFor: 'these-raters', ...(details && { details }) };
  });
}
