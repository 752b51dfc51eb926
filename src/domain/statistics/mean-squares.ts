/** The analysis of variance of items × raters with one measurement per cell, from which every intraclass correlation is made. */
import type { Times } from './bootstrap.ts';
import type { Rectangle } from './measurements.ts';

/** Shrout & Fleiss 1979, table 1 and 3. */
export interface MeanSquares {
  /** Between items, with n − 1 degrees of freedom. */
  readonly between: number;
  /** Within items, n(k − 1): `raters` and `error` together. */
  readonly within: number;
  /** Between raters ("judges"), k − 1. */
  readonly raters: number;
  /** What is left over, (n − 1)(k − 1). */
  readonly error: number;
  /** n; the sum of `times` in a resample. */
  readonly items: number;
  /** k. */
  readonly judges: number;
}

/** Squares below this share of the largest squared value are rounding, not variation. */
const ROUNDING = 1e-24;

/** @param times how often each item counts; once each by default. */
export function meanSquares({ items, raters, values }: Rectangle, times?: Times): MeanSquares {
  const rows = new Float64Array(items);
  const columns = new Float64Array(raters);
  let [n, largest] = [0, 0];
  for (let item = 0; item < items; item++) {
    const weight = times ? (times[item] ?? 0) : 1;
    n += weight;
    for (let rater = 0; rater < raters; rater++) {
      const value = values[item * raters + rater] ?? 0;
      rows[item] = (rows[item] ?? 0) + value / raters;
      columns[rater] = (columns[rater] ?? 0) + weight * value;
      largest = Math.max(largest, value * value);
    }
  }
  columns.forEach((sum, rater) => (columns[rater] = sum / n));
  const grand = columns.reduce((sum, mean) => sum + mean, 0) / raters;
  let [between, error] = [0, 0];
  for (let item = 0; item < items; item++) {
    const weight = times ? (times[item] ?? 0) : 1;
    const row = (rows[item] ?? 0) - grand;
    between += weight * raters * row * row;
    for (let rater = 0; rater < raters; rater++) {
      const residual = (values[item * raters + rater] ?? 0) - (rows[item] ?? 0) - (columns[rater] ?? 0) + grand;
      error += weight * residual * residual;
    }
  }
  const judges = n * columns.reduce((sum, mean) => sum + (mean - grand) ** 2, 0);
  const square = (sum: number, freedom: number): number => (sum <= ROUNDING * largest * n ? 0 : sum / freedom);
  return {
    between: square(between, n - 1),
    within: square(judges + error, n * (raters - 1)),
    raters: square(judges, raters - 1),
    error: square(error, (n - 1) * (raters - 1)),
    items: n,
    judges: raters,
  };
}
