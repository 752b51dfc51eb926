/**
 * Differences of two readers of which several belong to one patient, whose true value may change between them: their variance is that
 * between patients and that within (Bland & Altman 2007, J Biopharm Stat 17:571, section 3).
 */
import type { Times } from '../intervals/bootstrap.ts';

export interface Spread {
  readonly mean: number;
  readonly between: number;
  readonly within: number;
}

/** @param clusters the patient behind each difference @returns the patients, and the spread with each drawn so many times */
export function clusteredSpread(
  differences: Float64Array,
  clusters: readonly string[],
): { readonly patients: number; readonly spread: (times?: Times) => Spread } {
  const sums = [...Map.groupBy(differences.keys(), (i) => clusters[i]).values()].map((of) => sumsOf(differences, of));
  return { patients: sums.length, spread: (times) => spreadOf(sums, times) };
}

interface Sums {
  readonly n: number;
  readonly mean: number;
  /** Squares of what is left of each difference without the mean. */
  readonly squares: number;
}

function sumsOf(differences: Float64Array, of: readonly number[]): Sums {
  const mean = of.reduce((sum, i) => sum + (differences[i] ?? 0), 0) / of.length;
  return { n: of.length, mean, squares: of.reduce((sum, i) => sum + ((differences[i] ?? 0) - mean) ** 2, 0) };
}

/** Components of a one-way analysis of variance with groups of unequal size; a negative one is 0. */
function spreadOf(sums: readonly Sums[], times?: Times): Spread {
  let [patients, all, sizes, total, within] = [0, 0, 0, 0, 0];
  sums.forEach(({ n, mean, squares }, i) => {
    const weight = times ? (times[i] ?? 0) : 1;
    patients += weight;
    all += weight * n;
    sizes += weight * n * n;
    total += weight * n * mean;
    within += weight * squares;
  });
  const mean = total / all;
  const apart = sums.reduce((sum, one, i) => sum + (times ? (times[i] ?? 0) : 1) * one.n * (one.mean - mean) ** 2, 0);
  const size = (all - sizes / all) / (patients - 1);
  const meanWithin = all > patients ? within / (all - patients) : 0;
  return { mean, within: meanWithin, between: Math.max(0, (apart / (patients - 1) - meanWithin) / size) };
}
