/** The two steps of Dawid & Skene 1979 (Appl Stat 28:20), in turn until nothing more is gained. */
import type { LabelTable } from './label-table.ts';

export interface LabelModel {
  readonly prevalence: Float64Array;
  /** `confusion[(rater * categories + truth) * categories + answer]`; a row of zeros where a rater has not met the truth. */
  readonly confusion: Float64Array;
  /** `posterior[item * categories + truth]`. */
  readonly posterior: Float64Array;
  readonly logLikelihood: number;
  /** The log likelihood after each turn; it never falls. */
  readonly path: readonly number[];
}

/** Relative gain of the log likelihood below which the search ends. */
const ENOUGH = 1e-10;
const MOST_TURNS = 2000;

/** @param start the posterior to begin with, not changed */
export function expectationMaximisation(table: LabelTable, start: Float64Array): LabelModel {
  const path: number[] = [];
  let posterior = start;
  for (;;) {
    const { prevalence, confusion } = maximised(table, posterior);
    const expected = expectation(table, prevalence, confusion);
    const gain = expected.logLikelihood - (path.at(-1) ?? -Infinity);
    path.push(expected.logLikelihood);
    posterior = expected.posterior;
    if (gain <= ENOUGH * Math.abs(expected.logLikelihood) || path.length >= MOST_TURNS)
      return { prevalence, confusion, posterior, logLikelihood: expected.logLikelihood, path };
  }
}

/** Equations 2.3 and 2.4: the shares, as if the posterior were known truths. */
function maximised(table: LabelTable, posterior: Float64Array): { prevalence: Float64Array; confusion: Float64Array } {
  const size = table.categories.length;
  const prevalence = new Float64Array(size);
  posterior.forEach((p, at) => (prevalence[at % size] = (prevalence[at % size] ?? 0) + p / table.items));
  const confusion = new Float64Array(table.raters * size * size);
  for (let answer = 0; answer < table.item.length; answer++) {
    const item = (table.item[answer] ?? 0) * size;
    const rater = (table.rater[answer] ?? 0) * size;
    const said = table.category[answer] ?? 0;
    for (let truth = 0; truth < size; truth++) {
      const at = (rater + truth) * size + said;
      confusion[at] = (confusion[at] ?? 0) + (posterior[item + truth] ?? 0);
    }
  }
  for (let row = 0; row < confusion.length; row += size) {
    const shares = confusion.subarray(row, row + size);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (sum > 0) shares.forEach((share, said) => (shares[said] = share / sum));
  }
  return { prevalence, confusion };
}

/** Equation 2.5: the posterior under these shares, in logarithms so that many raters do not underflow. */
function expectation(
  table: LabelTable,
  prevalence: Float64Array,
  confusion: Float64Array,
): { posterior: Float64Array; logLikelihood: number } {
  const size = table.categories.length;
  const [logPrevalence, logConfusion] = [prevalence.map(Math.log), confusion.map(Math.log)];
  const posterior = Float64Array.from({ length: table.items * size }, (_, at) => logPrevalence[at % size] ?? 0);
  for (let answer = 0; answer < table.item.length; answer++) {
    const item = (table.item[answer] ?? 0) * size;
    const rater = (table.rater[answer] ?? 0) * size;
    const said = table.category[answer] ?? 0;
    for (let truth = 0; truth < size; truth++) {
      posterior[item + truth] = (posterior[item + truth] ?? 0) + (logConfusion[(rater + truth) * size + said] ?? 0);
    }
  }
  let logLikelihood = 0;
  for (let row = 0; row < posterior.length; row += size) {
    const joint = posterior.subarray(row, row + size);
    const largest = joint.reduce((most, value) => Math.max(most, value), -Infinity);
    const sum = joint.reduce((total, value) => total + Math.exp(value - largest), 0);
    logLikelihood += largest + Math.log(sum);
    joint.forEach((value, truth) => (joint[truth] = Math.exp(value - largest) / sum));
  }
  return { posterior, logLikelihood };
}
