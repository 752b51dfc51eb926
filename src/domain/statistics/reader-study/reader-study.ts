/**
 * A reader study: several readers, one or more ways of reading ("treatments": film and digital, with and without help), cases
 * whose truth is known. Each reader gets his own figures; treatments are compared over all readers.
 */
import { compareAreas, empiricalArea, placements, type AreaComparison, type AreaEstimate } from './auc.ts';
import { diagnosticAccuracy, type Decisions, type DiagnosticAccuracy } from './diagnostic-accuracy.ts';
import { undefinedBecause, type Estimate, type Undefined, type UndefinedReason } from '../figure.ts';
import { areaLeftOut, jackknifeCovariances, type LeftOut } from '../intervals/jackknife.ts';
import {
  compareTreatments,
  treatmentMean,
  type ReaderFigures,
  type TreatmentComparison,
} from './obuchowski-rockette.ts';

export interface ReaderStudy {
  readonly treatments: readonly string[];
  readonly readers: readonly string[];
  /** Per case whether it has the disease. */
  readonly diseased: readonly boolean[];
  readonly reads: readonly StudyRead[];
}

/** Treatment, reader and case by their places in the study; each combination at most once. */
export interface StudyRead {
  readonly treatment: number;
  readonly reader: number;
  readonly case: number;
  /** Higher means surer of the disease; null where none was given. */
  readonly score: number | null;
  /** Whether the reader calls the disease present; null where nobody decided. */
  readonly positive: boolean | null;
}

export interface ReaderResult extends DiagnosticAccuracy {
  readonly treatment: number;
  readonly reader: number;
  readonly area: AreaEstimate;
}

/** Figures for which treatments can be compared: those that do not move with the prevalence. */
export const COMPARED = ['area', 'sensitivity', 'specificity'] as const;
export type ComparedFigure = (typeof COMPARED)[number];

export interface StudyComparison {
  readonly of: ComparedFigure;
  /** Mean over readers, per treatment. */
  readonly means: readonly Estimate[];
  readonly comparison: TreatmentComparison | Undefined;
}

/** Whether every reader read every case under every treatment. If not, covariances count over the cases that are shared. */
export const isCrossed = ({ treatments, readers, diseased, reads }: ReaderStudy): boolean =>
  reads.length === treatments.length * readers.length * diseased.length;

/** The same study where a score of `from` or more counts as calling the disease present. */
export const decidedFrom = (study: ReaderStudy, from: number): ReaderStudy => ({
  ...study,
  reads: study.reads.map((read) => ({ ...read, positive: read.score === null ? null : read.score >= from })),
});

export function readerResults(study: ReaderStudy): ReaderResult[] {
  return cellsOf(study).map((reads, at) => ({
    treatment: Math.floor(at / study.readers.length),
    reader: at % study.readers.length,
    area: empiricalArea(ratedCases(scored(reads), study)),
    ...accuracyOf(reads, study),
  }));
}

export function compareStudy(study: ReaderStudy, of: ComparedFigure): StudyComparison {
  const cells = cellsOf(study).map((reads) => (of === 'area' ? areaCell(reads, study) : shareCell(reads, study, of)));
  const missing = cells.find((cell) => cell.state === 'undefined');
  if (missing) {
    const nothing = { figure: missing, interval: missing, n: study.readers.length };
    return { of, means: study.treatments.map(() => nothing), comparison: missing };
  }
  const known = cells.filter((cell) => cell.state === 'defined');
  const figures: ReaderFigures = {
    treatments: study.treatments.length,
    readers: study.readers.length,
    figures: Float64Array.from(known, ({ figure }) => figure),
    covariances: jackknifeCovariances(known.map(({ leftOut }) => leftOut)),
  };
  const means = study.treatments.map((_, treatment) => treatmentMean(figures, treatment));
  return { of, means, comparison: compareTreatments(figures) };
}

/** The areas of one reader under two treatments, first less second, over the cases he read under both. */
export interface ReaderDifference {
  readonly reader: number;
  readonly first: number;
  readonly second: number;
  readonly cases: number;
  readonly comparison: AreaComparison | Undefined;
}

export function readerDifferences(study: ReaderStudy): ReaderDifference[] {
  const cells = cellsOf(study).map(scored);
  const pairs = study.treatments.flatMap((_, first) =>
    study.treatments.slice(first + 1).map((__, i) => [first, first + 1 + i] as const),
  );
  return study.readers.flatMap((_, reader) =>
    pairs.map(([first, second]) => {
      const reads = [first, second].map((treatment) => cells[treatment * study.readers.length + reader] ?? []);
      const [a = [], b = []] = sharedReads(reads);
      const [areaA, areaB] = [placements(ratedCases(a, study)), placements(ratedCases(b, study))];
      const comparison =
        areaA.state === 'undefined' ? areaA : areaB.state === 'undefined' ? areaB : compareAreas(areaA, areaB);
      return { reader, first, second, cases: a.length, comparison };
    }),
  );
}

/** What was read every time, in the order of the cases. */
function sharedReads(reads: readonly (readonly Scored[])[]): Scored[][] {
  const cases = reads.map((list) => new Set(list.map((read) => read.case)));
  return reads.map((list) =>
    list.filter((read) => cases.every((known) => known.has(read.case))).toSorted((a, b) => a.case - b.case),
  );
}

/** The reads of each treatment and reader, at `treatment * readers + reader`. */
function cellsOf({ treatments, readers, reads }: ReaderStudy): StudyRead[][] {
  const cells: StudyRead[][] = Array.from({ length: treatments.length * readers.length }, () => []);
  for (const read of reads) cells[read.treatment * readers.length + read.reader]?.push(read);
  return cells;
}

type Scored = StudyRead & { readonly score: number };
const scored = (reads: readonly StudyRead[]): Scored[] => reads.filter((read): read is Scored => read.score !== null);

function ratedCases(
  reads: readonly Scored[],
  { diseased }: ReaderStudy,
): { diseased: Float64Array; healthy: Float64Array } {
  const scores = (ill: boolean): Float64Array =>
    Float64Array.from(reads.filter((read) => diseased[read.case] === ill).map(({ score }) => score));
  return { diseased: scores(true), healthy: scores(false) };
}

function accuracyOf(reads: readonly StudyRead[], { diseased }: ReaderStudy): DiagnosticAccuracy {
  const count = (ill: boolean, positive: boolean): number =>
    reads.filter((read) => diseased[read.case] === ill && read.positive === positive).length;
  const decisions: Decisions = {
    truePositive: count(true, true),
    falsePositive: count(false, true),
    falseNegative: count(true, false),
    trueNegative: count(false, false),
  };
  if (reads.some(({ positive }) => positive !== null)) return diagnosticAccuracy(decisions);
  const none = undefinedBecause(reads.length === 0 ? 'no-items' : 'no-decisions');
  const nothing = { figure: none, interval: none, n: 0 };
  return {
    sensitivity: nothing,
    specificity: nothing,
    positivePredictiveValue: nothing,
    negativePredictiveValue: nothing,
  };
}

/** One figure of one reader under one treatment, and what it would be without each case. */
type Cell = { readonly state: 'defined'; readonly figure: number; readonly leftOut: LeftOut } | Undefined;

function areaCell(reads: readonly StudyRead[], study: ReaderStudy): Cell {
  const rated = scored(reads);
  const found = placements(ratedCases(rated, study));
  if (found.state === 'undefined') return found;
  if (found.diseased.length < 2 || found.healthy.length < 2) return undefinedBecause('one-case');
  const without = areaLeftOut(found);
  const leftOut = new Float64Array(study.diseased.length).fill(found.area);
  let [ill, well] = [0, 0];
  for (const { case: place } of rated) {
    leftOut[place] = (study.diseased[place] === true ? without.diseased[ill++] : without.healthy[well++]) ?? found.area;
  }
  return { state: 'defined', figure: found.area, leftOut };
}

/** A share of the diseased (sensitivity) or of the healthy (specificity): only these cases are left out. */
function shareCell(reads: readonly StudyRead[], study: ReaderStudy, of: 'sensitivity' | 'specificity'): Cell {
  const ill = of === 'sensitivity';
  const places = study.diseased.flatMap((diseased, place) => (diseased === ill ? [place] : []));
  const decided = reads.filter((read) => read.positive !== null && study.diseased[read.case] === ill);
  if (decided.length < 2) return undefinedBecause(reasonFor(reads, decided.length, ill));
  const right = decided.filter((read) => read.positive === ill).length;
  const figure = right / decided.length;
  const without = new Map(
    decided.map((read) => [read.case, (right - (read.positive === ill ? 1 : 0)) / (decided.length - 1)]),
  );
  return { state: 'defined', figure, leftOut: Float64Array.from(places, (place) => without.get(place) ?? figure) };
}

function reasonFor(reads: readonly StudyRead[], decided: number, ill: boolean): UndefinedReason {
  if (decided === 1) return 'one-case';
  if (reads.every(({ positive }) => positive === null)) return 'no-decisions';
  return ill ? 'no-diseased' : 'no-healthy';
}
