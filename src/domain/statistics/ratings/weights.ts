/**
 * How much of an agreement two different answers are. A weight of 1 is full agreement, 0 none; the names and formulas are Gwet's
 * (2014, Handbook of Inter-Rater Reliability, 4th ed., chapter 3), linear and quadratic ones are Cicchetti's and Cohen's.
 */
import { err, ok, type Result } from '../../kernel/result.ts';

export const WEIGHT_KINDS = [
  'unweighted',
  'linear',
  'quadratic',
  'ordinal',
  'radical',
  'ratio',
  'circular',
  'bipolar',
] as const;

export type WeightKind = (typeof WEIGHT_KINDS)[number];

export interface Weights {
  /** The kind, or the name under which somebody gave a matrix. */
  readonly name: string;
  readonly categories: number;
  /** Row by row: `values[k * categories + l]` is how far k, said by the first rater, agrees with l, said by the second. */
  readonly values: Float64Array;
}

/** The distance between two categories on their scale, before it is divided by the largest one. */
type Distance = (scale: Scale, k: number, l: number) => number;

interface Scale {
  readonly scores: readonly number[];
  readonly lowest: number;
  readonly highest: number;
}

const score = ({ scores }: Scale, at: number): number => scores[at] ?? 0;
const apart = (scale: Scale, k: number, l: number): number => Math.abs(score(scale, k) - score(scale, l));
const together = (scale: Scale, k: number, l: number): number => score(scale, k) + score(scale, l);

const DISTANCES: Readonly<Record<WeightKind, Distance>> = {
  unweighted: () => 1,
  linear: apart,
  quadratic: (scale, k, l) => apart(scale, k, l) ** 2,
  /** How many pairs of ranks lie between k and l, themselves included: m(m − 1)/2 for m ranks. */
  ordinal: (_, k, l) => ((Math.abs(k - l) + 1) * Math.abs(k - l)) / 2,
  radical: (scale, k, l) => Math.sqrt(apart(scale, k, l)),
  ratio: (scale, k, l) => (apart(scale, k, l) / together(scale, k, l)) ** 2,
  circular: (scale, k, l) => Math.sin((Math.PI * apart(scale, k, l)) / (scale.highest - scale.lowest + 1)) ** 2,
  bipolar: (scale, k, l) => {
    const sum = together(scale, k, l);
    return apart(scale, k, l) ** 2 / ((sum - 2 * scale.lowest) * (2 * scale.highest - sum));
  },
};

/** Ratios need a true zero, and nothing below it. */
export const weightsApply = (kind: WeightKind, scores: readonly number[]): boolean =>
  kind !== 'ratio' || scores.every((value) => value >= 0);

/** The weights of a kind. @param scores of the categories in their order, rising; ranks where they are words. */
export function weightsOf(kind: WeightKind, scores: readonly number[]): Weights {
  const scale = { scores, lowest: Math.min(...scores), highest: Math.max(...scores) };
  return weightsByDistance(kind, scores.length, (k, l) => DISTANCES[kind](scale, k, l));
}

/** Weights 1 − d/dmax of distances that need not be defined from a category to itself. */
export function weightsByDistance(
  name: string,
  categories: number,
  distance: (k: number, l: number) => number,
): Weights {
  const values = new Float64Array(categories * categories);
  let largest = 0;
  for (let k = 0; k < categories; k++) {
    for (let l = 0; l < categories; l++) {
      const d = k === l ? 0 : distance(k, l);
      values[k * categories + l] = d;
      largest = Math.max(largest, d);
    }
  }
  for (const [at, d] of values.entries()) values[at] = largest > 0 ? 1 - d / largest : 1;
  return { name, categories, values };
}

/** What is wrong with a matrix that somebody gave. */
export type MatrixProblem = 'not-square' | 'not-finite' | 'not-weights';

/**
 * A matrix that somebody gave, in either of the two ways in use: agreement weights (1 on the diagonal, 0 to 1 elsewhere) or
 * disagreement weights (0 on the diagonal, 0 or more elsewhere; Cohen 1968). The diagonal tells which. It need not be symmetric.
 */
export function weightsOfMatrix(name: string, rows: readonly (readonly number[])[]): Result<Weights, MatrixProblem> {
  const q = rows.length;
  if (q < 2 || rows.some((row) => row.length !== q)) return err('not-square');
  const all = rows.flat();
  if (!all.every(Number.isFinite)) return err('not-finite');
  const diagonal = rows.map((row, k) => row[k]);
  if (all.some((value) => value < 0)) return err('not-weights');
  if (diagonal.every((value) => value === 0) && all.some((value) => value > 0)) {
    return ok(weightsByDistance(name, q, (k, l) => rows[k]?.[l] ?? 0));
  }
  if (!diagonal.every((value) => value === 1) || all.some((value) => value > 1)) return err('not-weights');
  return ok({ name, categories: q, values: Float64Array.from(all) });
}

/** The same weights for raters without an order: the mean of both directions. */
export function symmetric({ name, categories, values }: Weights): Weights {
  const mean = values.map((value, at) => {
    const [k, l] = [Math.floor(at / categories), at % categories];
    return (value + (values[l * categories + k] ?? 0)) / 2;
  });
  return { name, categories, values: mean };
}
