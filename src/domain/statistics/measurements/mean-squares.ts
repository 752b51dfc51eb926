/** The analysis of variance of items × raters with one measurement per cell, from which every intraclass correlation is made. */
import type { Times } from '../intervals/bootstrap.ts';
import type { Rectangle } from './measurements.ts';

/** Shrout & Fleiss 1979, tables 1 and 3. */
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

/** A sum of squares below this share of the one it was taken from is rounding, not variation. */
const ROUNDING = 1e-12;

/**
 * What does not depend on which items are drawn is computed once, and items measured alike count together, so that a bootstrap
 * over ten thousand graded cases is quick. @returns mean squares, where `times` says how often each item counts
 */
export function meanSquaresOf(rectangle: Rectangle): (times?: Times) => MeanSquares {
  const { raters } = rectangle;
  const { values, means, squares, rowOf } = distinctRows(rectangle);
  const once = new Float64Array(rectangle.items).fill(1);
  return (times = once) => {
    const weights = new Float64Array(means.length);
    for (let item = 0; item < rowOf.length; item++) {
      const row = rowOf[item] ?? 0;
      weights[row] = (weights[row] ?? 0) + (times[item] ?? 0);
    }
    const columns = new Float64Array(raters);
    let [n, total, within, largest] = [0, 0, 0, Math.abs(rectangle.origin)];
    for (let row = 0; row < weights.length; row++) {
      const weight = weights[row] ?? 0;
      if (weight === 0) continue;
      n += weight;
      total += weight * (means[row] ?? 0);
      within += weight * (squares[row] ?? 0);
      largest = Math.max(largest, Math.abs(means[row] ?? 0));
      for (let j = 0; j < raters; j++) columns[j] = (columns[j] ?? 0) + weight * (values[row * raters + j] ?? 0);
    }
    const grand = total / n;
    const between = weights.reduce((sum, weight, row) => sum + weight * ((means[row] ?? 0) - grand) ** 2, 0);
    const judges = n * columns.reduce((sum, column) => sum + (column / n - grand) ** 2, 0);
    const size = ROUNDING * (n * raters * largest * largest + within);
    return {
      between: meanSquare(raters * between, { of: size, freedom: n - 1 }),
      within: meanSquare(within, { of: size, freedom: n * (raters - 1) }),
      raters: meanSquare(judges, { of: size + within, freedom: raters - 1 }),
      error: meanSquare(within - judges, { of: size + within, freedom: (n - 1) * (raters - 1) }),
      items: n,
      judges: raters,
    };
  };
}

const meanSquare = (sum: number, { of, freedom }: { readonly of: number; readonly freedom: number }): number =>
  sum <= ROUNDING * of ? 0 : sum / freedom;

interface DistinctRows {
  readonly rowOf: Uint32Array;
  /** `values[row * raters + rater]`. */
  readonly values: readonly number[];
  /** Per row the mean of its measurements, and the sum of their squared deviations from it. */
  readonly means: readonly number[];
  readonly squares: readonly number[];
}

function distinctRows({ items, raters, values }: Rectangle): DistinctRows {
  const known = new Map<string, number>();
  const [all, means, squares]: [number[], number[], number[]] = [[], [], []];
  const rowOf = new Uint32Array(items);
  for (let item = 0; item < items; item++) {
    const own = values.subarray(item * raters, (item + 1) * raters);
    const key = own.join();
    const row = known.get(key) ?? known.size;
    rowOf[item] = row;
    if (row < known.size) continue;
    known.set(key, row);
    all.push(...own);
    const mean = own.reduce((sum, value) => sum + value, 0) / raters;
    means.push(mean);
    squares.push(own.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  }
  return { rowOf, values: all, means, squares };
}
