/**
 * Positive specific agreement: if one reader marks a lesion, how likely is another to mark it too? There is no κ for lesions,
 * because what nobody marked cannot be counted.
 */
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import type { Times } from '../intervals/bootstrap.ts';

/** The lesions of one case: how many readers read it, and for each lesion how many of them marked it. */
export interface MarkedLesions {
  readonly readers: number;
  readonly marked: readonly number[];
}

/**
 * Twice the common marks over all marks, summed over pairs of readers and over cases: the F1 of a pair (Cicchetti & Feinstein
 * 1990, J Clin Epidemiol 43:551), for more than two readers as in de Vet et al. 2017 (J Clin Epidemiol 83:85). A lesion marked
 * by m of r readers adds m(m−1) to the numerator and m(r−1) to the denominator, so it does not matter who is who.
 * @returns 0 to 1. @param times how often each case counts; once each by default.
 */
export function positiveAgreement(cases: readonly MarkedLesions[], times?: Times): Figure {
  let [common, all, readers] = [0, 0, 0];
  cases.forEach((lesions, i) => {
    const weight = times ? (times[i] ?? 0) : 1;
    readers = Math.max(readers, lesions.readers);
    for (const m of lesions.marked) {
      common += weight * m * (m - 1);
      all += weight * m * (lesions.readers - 1);
    }
  });
  if (all > 0) return defined(common / all);
  return undefinedBecause(readers === 1 ? 'one-rater' : 'no-marks');
}
