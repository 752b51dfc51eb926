/** What `consilium agreement` says about a reader study: each reader's figures under each treatment, then the comparisons. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { defined, undefinedBecause } from '#domain/statistics/figure.ts';
import type { TreatmentComparison } from '#domain/statistics/reader-study/obuchowski-rockette.ts';
import {
  COMPARED,
  compareStudy,
  decidedFrom,
  isCrossed,
  readerDifferences,
  readerResults,
  type ComparedFigure,
  type ReaderStudy,
  type StudyComparison,
} from '#domain/statistics/reader-study/reader-study.ts';
import { UsageError } from '../command.ts';
import { aboutJson, aboutLine, aboutNumber as number, type AboutEntry } from './about-entry.ts';
import type { AgreementOptions } from './options.ts';

/** @throws UsageError for options that say nothing about a reader study */
export function readerStudyReport(
  study: ReaderStudy,
  { weights, bootstrap, categories, positiveFrom }: AgreementOptions,
): { readonly object: Json; readonly text: string } {
  if (weights.length > 0 || bootstrap || categories) {
    throw new UsageError('--weights, --bootstrap and --categories do not apply to a reader study');
  }
  const decided = positiveFrom === undefined ? study : decidedFrom(study, positiveFrom);
  const entries = [
    ...ofReaders(decided),
    ...ofDifferences(decided),
    ...(hasDecisions(decided)
      ? COMPARED.flatMap((of) => ofTreatments(decided, of))
      : [...ofTreatments(decided, 'area'), ...WITHOUT_DECISIONS]),
  ];
  const object = {
    items: study.diseased.length,
    diseased: study.diseased.filter(Boolean).length,
    raters: study.readers.length,
    treatments: [...study.treatments],
    crossed: isCrossed(study),
    coefficients: entries.map(aboutJson),
  };
  return { object, text: [headline(study), '', ...entries.map(aboutLine)].join('\n') };
}

const IDS: Readonly<Record<ComparedFigure, string>> = {
  area: 'empirical-auc',
  sensitivity: 'sensitivity',
  specificity: 'specificity',
};

const hasDecisions = ({ reads }: ReaderStudy): boolean => reads.some(({ positive }) => positive !== null);

function ofReaders(study: ReaderStudy): AboutEntry[] {
  return readerResults(study).flatMap((result) => {
    const about = { rater: study.readers[result.reader] ?? '', treatment: study.treatments[result.treatment] ?? '' };
    const shares = {
      sensitivity: result.sensitivity,
      specificity: result.specificity,
      'positive-predictive-value': result.positivePredictiveValue,
      'negative-predictive-value': result.negativePredictiveValue,
    };
    const figures = { 'empirical-auc': result.area, ...(hasDecisions(study) && shares) };
    return Object.entries(figures).map(([id, estimate]) => ({
      id,
      estimate,
      about,
      holdsFor: 'these-raters' as const,
    }));
  });
}

/** Two treatments by one reader, who need not be like others (DeLong). */
function ofDifferences(study: ReaderStudy): AboutEntry[] {
  return readerDifferences(study).map(({ reader, first, second, cases, comparison }) => {
    const treatments = [study.treatments[first] ?? '', study.treatments[second] ?? ''];
    const known = comparison.state === 'defined';
    const figure = known ? defined(comparison.difference) : comparison;
    const interval = known ? comparison.interval : comparison;
    return {
      id: 'auc-difference',
      estimate: { figure, interval, n: cases, ...(known && { se: comparison.se }) },
      about: { rater: study.readers[reader] ?? '', treatments },
      holdsFor: 'these-raters',
      ...(known && {
        details: { z: comparison.z, p: comparison.p },
        test: `z = ${number(comparison.z)}, ${pText(comparison.p)}`,
      }),
    };
  });
}

/** One sentence in place of one per reader and treatment that all say the same. */
const WITHOUT_DECISIONS: readonly AboutEntry[] = ['sensitivity', 'specificity'].map((id) => {
  const none = undefinedBecause('no-decisions');
  return { id, estimate: { figure: none, interval: none, n: 0 }, about: {}, holdsFor: 'these-raters' };
});

/** The mean over readers of each treatment, then every two treatments. */
function ofTreatments(study: ReaderStudy, of: ComparedFigure): AboutEntry[] {
  const { treatments } = study;
  const { means, comparison }: StudyComparison = compareStudy(study, of);
  const holdsFor = 'raters-in-general';
  const ofMeans = means.map((estimate, treatment): AboutEntry => {
    return { id: `mean-${IDS[of]}`, estimate, about: { treatment: treatments[treatment] ?? '' }, holdsFor };
  });
  if (comparison.state === 'undefined') {
    const estimate = { figure: comparison, interval: comparison, n: 0 };
    return [...ofMeans, { id: 'obuchowski-rockette', estimate, about: { of: IDS[of] }, holdsFor }];
  }
  const pairs = comparison.differences.map(({ first, second, estimate, p }): AboutEntry => {
    const about = { of: IDS[of], treatments: [treatments[first] ?? '', treatments[second] ?? ''] };
    return {
      id: 'obuchowski-rockette',
      estimate,
      about,
      holdsFor,
      details: { p, ...detailsOf(comparison) },
      test: pText(p),
    };
  });
  return [...ofMeans, ...pairs];
}

/** Infinite degrees of freedom have no number in JSON and are written as null. */
function detailsOf({ readersInGeneral, theseReaders, covariances }: TreatmentComparison) {
  const { f, df1, df2, p } = readersInGeneral;
  return {
    readersInGeneral: { f, df1, df2: Number.isFinite(df2) ? df2 : null, p },
    theseReaders: { ...theseReaders },
    covariances: { ...covariances },
  };
}

function headline({ diseased, readers, treatments, ...study }: ReaderStudy): string {
  const cases = `${String(diseased.length)} cases (${String(diseased.filter(Boolean).length)} diseased)`;
  const gaps = isCrossed({ diseased, readers, treatments, ...study }) ? '' : '; not everybody read every case';
  return `${cases}, ${String(readers.length)} readers, treatments ${treatments.join(', ')}${gaps}`;
}

const pText = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);
