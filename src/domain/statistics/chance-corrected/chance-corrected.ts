/**
 * What all chance-corrected coefficients have in common: κ = (pa − pe) / (1 − pe), with pa the agreement seen and pe the
 * agreement expected by chance. They differ in pe alone; how each sees chance stands in the file of each.
 */
import { defined, undefinedBecause, type Figure, type Undefined, type UndefinedReason } from '../figure.ts';
import type { RatingTable } from '../ratings/rating-table.ts';
import type { RatingSample, Weighed } from '../ratings/rating-sample.ts';
import type { Weights } from '../ratings/weights.ts';

export interface Parts {
  readonly state: 'defined';
  /** Agreement seen. */
  readonly pa: number;
  /** Agreement expected by chance. */
  readonly pe: number;
  /** Items it rests on. */
  readonly n: number;
}

export interface CoefficientRule {
  /** Why the coefficient makes no sense for a table, whatever its answers are. */
  refuses(table: RatingTable): UndefinedReason | undefined;
  parts(sample: RatingSample, weighed: Weighed): Parts | Undefined;
  /**
   * How far each row of answers pulls the coefficient from its value; the squares give the standard error. Missing where nobody
   * published one.
   */
  readonly pulls?: (sample: RatingSample, weighed: Weighed, parts: Parts) => Float64Array;
}

/** A chance agreement this close to 1 is 1 but for rounding. */
const CERTAIN = 1 - 1e-12;

export function coefficientOf(parts: Parts | Undefined, sample: RatingSample): Figure {
  if (parts.state === 'undefined') return parts;
  if (parts.pe < CERTAIN) return defined((parts.pa - parts.pe) / (1 - parts.pe));
  return undefinedBecause(sample.shares.filter((share) => share > 0).length > 1 ? 'all-alike' : 'one-category');
}

/** A coefficient that compares pairs of ratings of an item, whoever made them. */
interface Chance {
  /** pe of a sample. */
  of(sample: RatingSample, weights: Weights): number;
  /** By how much an item with each row of answers moves pe, on the whole 0. */
  moves(sample: RatingSample, weights: Weights, pe: number): Float64Array;
  /** Whether pe is estimated from the answers; one item gives no estimate then. */
  readonly estimated: boolean;
  readonly refuses?: (table: RatingTable) => UndefinedReason | undefined;
}

/** Gwet 2008, Br J Math Stat Psychol 61:29; with missing ratings Gwet 2014, chapter 2, and chapter 5 for the errors. */
export function ofPairs(chance: Chance): CoefficientRule {
  return {
    refuses: (table) => chance.refuses?.(table),
    parts: (sample, weighed) => {
      const lacking =
        lack(sample) ?? (chance.estimated && sample.items === 1 ? undefinedBecause('one-item') : undefined);
      if (lacking) return lacking;
      const pe = chance.of(sample, weighed.weights);
      return { state: 'defined', pa: sample.agreementSeen(weighed), pe, n: sample.items };
    },
    pulls: (sample, weighed, { pa, pe }) => {
      const value = (pa - pe) / (1 - pe);
      const moves = chance.moves(sample, weighed.weights, pe);
      const { pairs, ratings } = sample.tally;
      const incomplete = sample.items / sample.paired;
      return moves.map((move, row) => {
        if ((ratings[row] ?? 0) === 0) return 0;
        const excess = (pairs[row] ?? 0) > 0 ? incomplete * ((weighed.agreement[row] ?? 0) - pe) : 0;
        return (excess - (1 - value) * move) / (1 - pe) - value;
      });
    },
  };
}

/** Why a sample has no pair of ratings at all. */
export function lack(sample: RatingSample): Undefined | undefined {
  if (sample.paired > 0) return undefined;
  return undefinedBecause(sample.table.raters === 1 && sample.items > 0 ? 'one-rater' : 'no-items');
}

/** For each row Σ value(category) · its share of the row's ratings; 0 where the row has none. */
export function meansOverRows({ tally }: RatingSample, value: Float64Array): Float64Array {
  const q = value.length;
  return tally.ratings.map((all, row) => {
    if (all === 0) return 0;
    let sum = 0;
    for (let k = 0; k < q; k++) sum += (tally.counts[row * q + k] ?? 0) * (value[k] ?? 0);
    return sum / all;
  });
}

/** Σₗ w(k,l) x(l) for each k. */
export function timesWeights({ values, categories: q }: Weights, x: Float64Array): Float64Array {
  const out = new Float64Array(q);
  for (let k = 0; k < q; k++) {
    let sum = 0;
    for (let l = 0; l < q; l++) sum += (values[k * q + l] ?? 0) * (x[l] ?? 0);
    out[k] = sum;
  }
  return out;
}
