/** Lesions found and lesions missed against a reference. There is no true negative: nobody can count what was rightly not marked. */
import type { Times } from '../intervals/bootstrap.ts';
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import type { ScoredCase } from './scored-marks.ts';

export interface LesionDetection {
  /** Share of the marks that found a lesion; further marks on a lesion found already are left out. */
  readonly precision: Figure;
  /** Share of the lesions that were found. */
  readonly recall: Figure;
  /** Harmonic mean of both: 2TP / (2TP + FP + FN) (van Rijsbergen 1979, chapter 7). */
  readonly f1: Figure;
  /** False marks per case. */
  readonly falseMarks: Figure;
}

interface DetectionOptions {
  /** Marks below count as not made. */
  readonly threshold?: number;
  /** How often each case counts, for a bootstrap over patients; once each by default. */
  readonly times?: Times;
}

export function lesionDetection(cases: readonly ScoredCase[], options: DetectionOptions = {}): LesionDetection {
  const { threshold = -Infinity, times } = options;
  let [n, lesions, found, wrong] = [0, 0, 0, 0];
  cases.forEach((scored, i) => {
    const weight = times ? (times[i] ?? 0) : 1;
    n += weight;
    lesions += weight * scored.lesions.length;
    found += weight * scored.lesions.filter(({ confidence }) => marked(confidence, threshold)).length;
    wrong += weight * scored.falseMarks.filter((confidence) => confidence >= threshold).length;
  });
  return {
    precision: found + wrong === 0 ? undefinedBecause('no-marks') : defined(found / (found + wrong)),
    recall: lesions === 0 ? undefinedBecause('no-lesions') : defined(found / lesions),
    f1: lesions + found + wrong === 0 ? undefinedBecause('no-marks') : defined((2 * found) / (lesions + found + wrong)),
    falseMarks: n === 0 ? undefinedBecause('no-items') : defined(wrong / n),
  };
}

/** An unmarked lesion stays unmarked however low the bar. */
const marked = (confidence: number, threshold: number): boolean => confidence > -Infinity && confidence >= threshold;
