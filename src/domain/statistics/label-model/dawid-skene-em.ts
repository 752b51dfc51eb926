/** The two steps of Dawid & Skene 1979 (Appl Stat 28:20), in turn until nothing more is gained. */
import type { LabelTable } from './label-table.ts';

export interface LabelModel {
  readonly prevalence: Float64Array;
  /** `confusion[(rater * categories + said) * categories + truth]`; zeros where a rater has not met the truth. */
  readonly confusion: Float64Array;
  /** `posterior[row * categories + truth]`, for each row of the table. */
  readonly posterior: Float64Array;
  readonly logLikelihood: number;
  /** The log likelihood after each turn; it never falls. */
  readonly path: readonly number[];
}

const MOST_TURNS = 2000;

/** @param start the posterior to begin with, not changed @param enough relative gain of the log likelihood below which the search ends */
export function expectationMaximisation(table: LabelTable, start: Float64Array, enough = 1e-10): LabelModel {
  const path: number[] = [];
  let posterior = start;
  for (;;) {
    const shares = maximised(table, posterior);
    const expected = expectation(table, shares);
    const gain = expected.logLikelihood - (path.at(-1) ?? -Infinity);
    path.push(expected.logLikelihood);
    posterior = expected.posterior;
    if (gain <= enough * Math.abs(expected.logLikelihood) || path.length >= MOST_TURNS)
      return { ...shares, ...expected, path };
  }
}

interface Shares {
  readonly prevalence: Float64Array;
  readonly confusion: Float64Array;
}

/** Equations 2.3 and 2.4: the shares, as if the posterior were known truths. */
function maximised(
  { raters, categories, items, times, starts, rater, said }: LabelTable,
  posterior: Float64Array,
): Shares {
  const size = categories.length;
  const prevalence = new Float64Array(size);
  const confusion = new Float64Array(raters * size * size);
  for (let row = 0; row < times.length; row++) {
    const weight = times[row] ?? 0;
    for (let truth = 0; truth < size; truth++) {
      prevalence[truth] = (prevalence[truth] ?? 0) + (weight * (posterior[row * size + truth] ?? 0)) / items;
    }
    const end = starts[row + 1] ?? 0;
    for (let answer = starts[row] ?? 0; answer < end; answer++) {
      const at = ((rater[answer] ?? 0) * size + (said[answer] ?? 0)) * size;
      for (let truth = 0; truth < size; truth++) {
        confusion[at + truth] = (confusion[at + truth] ?? 0) + weight * (posterior[row * size + truth] ?? 0);
      }
    }
  }
  for (let one = 0; one < raters; one++) shareOut(confusion.subarray(one * size * size, (one + 1) * size * size), size);
  return { prevalence, confusion };
}

/** Makes the answers to each truth of one rater add up to 1. */
function shareOut(confusion: Float64Array, size: number): void {
  for (let truth = 0; truth < size; truth++) {
    let sum = 0;
    for (let at = truth; at < confusion.length; at += size) sum += confusion[at] ?? 0;
    if (sum === 0) continue;
    for (let at = truth; at < confusion.length; at += size) confusion[at] = (confusion[at] ?? 0) / sum;
  }
}

/** Equation 2.5: the posterior under these shares, in logarithms so that many raters do not underflow. */
function expectation(
  { categories, times, starts, rater, said }: LabelTable,
  { prevalence, confusion }: Shares,
): { posterior: Float64Array; logLikelihood: number } {
  const size = categories.length;
  const [logPrevalence, logConfusion] = [prevalence.map(Math.log), confusion.map(Math.log)];
  const posterior = new Float64Array(times.length * size);
  const joint = new Float64Array(size);
  let logLikelihood = 0;
  for (let row = 0; row < times.length; row++) {
    joint.set(logPrevalence);
    const end = starts[row + 1] ?? 0;
    for (let answer = starts[row] ?? 0; answer < end; answer++) {
      const at = ((rater[answer] ?? 0) * size + (said[answer] ?? 0)) * size;
      for (let truth = 0; truth < size; truth++) joint[truth] = (joint[truth] ?? 0) + (logConfusion[at + truth] ?? 0);
    }
    const total = logSum(joint);
    logLikelihood += (times[row] ?? 0) * total;
    for (let truth = 0; truth < size; truth++) posterior[row * size + truth] = Math.exp((joint[truth] ?? 0) - total);
  }
  return { posterior, logLikelihood };
}

/** ln Σ exp(x), safe from underflow. */
function logSum(values: Float64Array): number {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}
