/** The FROC curve: the share of lesions found against the false marks per case, as the bar for a mark is lowered (Bunch et al. 1978, J Appl Photogr Eng 4:166). */
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import type { ScoredCase } from './scored-marks.ts';

export interface FrocPoint {
  /** Marks of this confidence and above count. */
  readonly threshold: number;
  readonly falseMarksPerCase: number;
  readonly sensitivity: number;
}

/** From the strictest bar to the lowest that a mark reached; empty where nobody marked anything or there is no lesion. */
export function frocCurve(cases: readonly ScoredCase[]): FrocPoint[] {
  const lesions = cases.flatMap((scored) => scored.lesions.map(({ confidence }) => confidence));
  if (lesions.length === 0) return [];
  const right = descending(lesions.filter((confidence) => confidence > -Infinity));
  const wrong = descending(cases.flatMap(({ falseMarks }) => falseMarks));
  const thresholds = descending([...new Set([...right, ...wrong])]);
  let [hits, misses] = [0, 0];
  return thresholds.map((threshold) => {
    while ((right[hits] ?? -Infinity) >= threshold) hits++;
    while ((wrong[misses] ?? -Infinity) >= threshold) misses++;
    return { threshold, falseMarksPerCase: misses / cases.length, sensitivity: hits / lesions.length };
  });
}

/** The highest sensitivity the curve reaches within so many false marks per case. No value is made up between its points. */
export function sensitivityAt(cases: readonly ScoredCase[], falseMarksPerCase: number): Figure {
  if (cases.every(({ lesions }) => lesions.length === 0)) return undefinedBecause('no-lesions');
  const within = frocCurve(cases).filter((point) => point.falseMarksPerCase <= falseMarksPerCase);
  return defined(within.at(-1)?.sensitivity ?? 0);
}

const descending = (values: readonly number[]): number[] => values.toSorted((a, b) => b - a);
