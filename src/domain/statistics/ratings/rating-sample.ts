/**
 * One sample of a table of ratings: the table itself, or a draw of its items and, for raters in general, of its raters. Here are
 * the sums that every chance-corrected coefficient is made of, each computed once and only if something asks for it.
 */
import { pairShares, type PairShares } from './pair-shares.ts';
import type { RatingTable } from './rating-table.ts';
import type { Weights } from './weights.ts';

/** Per row of a table, what does not depend on which items are drawn. */
export interface Tally {
  readonly table: RatingTable;
  /** How often each rater counts; twice when drawn twice. Never compared with itself. */
  readonly raterTimes: Float64Array;
  /** `counts[row * categories + category]`. */
  readonly counts: Float64Array;
  /** Ratings in each row. */
  readonly ratings: Float64Array;
  /** Ordered pairs of ratings by different people in each row. */
  readonly pairs: Float64Array;
}

export function tallyOf(table: RatingTable, raterTimes: Float64Array = new Float64Array(table.raters).fill(1)): Tally {
  const q = table.categories.length;
  const counts = new Float64Array(table.rows * q);
  const ratings = new Float64Array(table.rows);
  const pairs = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    let [all, self] = [0, 0];
    for (let rater = 0; rater < table.raters; rater++) {
      const code = table.codes[row * table.raters + rater] ?? -1;
      if (code < 0) continue;
      const times = raterTimes[rater] ?? 0;
      counts[row * q + code] = (counts[row * q + code] ?? 0) + times;
      all += times;
      self += times * times;
    }
    ratings[row] = all;
    pairs[row] = all * all - self;
  }
  return { table, raterTimes, counts, ratings, pairs };
}

/** Weights together with the agreement they give each row: the mean weight of its pairs, 0 where there is no pair. */
export interface Weighed {
  readonly weights: Weights;
  readonly agreement: Float64Array;
}

export function weigh({ table, counts, ratings, pairs }: Tally, weights: Weights): Weighed {
  const q = table.categories.length;
  const agreement = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const all = ratings[row] ?? 0;
    const possible = pairs[row] ?? 0;
    if (possible === 0) continue;
    const self = all * all - possible;
    agreement[row] = (quadraticForm(weights, counts, row * q) - self) / possible;
  }
  return { weights, agreement };
}

/** Σ w(k,l) x(k) x(l). @param from where x begins among many */
export function quadraticForm({ values, categories: q }: Weights, x: Float64Array, from = 0): number {
  let sum = 0;
  for (let k = 0; k < q; k++) {
    const xk = x[from + k] ?? 0;
    if (xk === 0) continue;
    let inner = 0;
    for (let l = 0; l < q; l++) inner += (values[k * q + l] ?? 0) * (x[from + l] ?? 0);
    sum += xk * inner;
  }
  return sum;
}

/** How the ratings of one rater spread over the categories. */
export interface RaterShares {
  /** `shares[rater * categories + category]`, each rater's adding up to 1. */
  readonly shares: Float64Array;
  /** Ratings of each rater; 0 where the sample has none. */
  readonly ratings: Float64Array;
}

export class RatingSample {
  readonly tally: Tally;
  /** How many items have each row in this sample. */
  readonly frequency: Float64Array;
  #shares: Float64Array | undefined;
  #pooled: Float64Array | undefined;
  #raters: RaterShares | undefined;
  #items: number | undefined;
  #paired: number | undefined;
  #pairable: number | undefined;
  readonly #pairs = new Map<number, PairShares>();
  readonly #seen = new Map<Weighed, number>();

  constructor(tally: Tally, frequency: Float64Array = tally.table.frequency) {
    this.tally = tally;
    this.frequency = frequency;
  }

  get table(): RatingTable {
    return this.tally.table;
  }

  /** Items with at least one rating. */
  get items(): number {
    return (this.#items ??= this.#count(this.tally.ratings));
  }

  /** Items with at least one pair of ratings. */
  get paired(): number {
    return (this.#paired ??= this.#count(this.tally.pairs));
  }

  /** Mean share of each category over items with a rating: πₖ of Gwet. Each item counts the same, however often it was rated. */
  get shares(): Float64Array {
    return (this.#shares ??= this.#meanShares());
  }

  /** Share of each category among all ratings that have a partner: Krippendorff's nₖ/n. Each rating counts the same. */
  get pooled(): Float64Array {
    return (this.#pooled ??= this.#pooledShares());
  }

  get raters(): RaterShares {
    return (this.#raters ??= this.#raterShares());
  }

  /** Two raters side by side. */
  pair(g: number, h: number): PairShares {
    const key = g * this.table.raters + h;
    const known = this.#pairs.get(key);
    if (known) return known;
    const shares = pairShares(this.table, this.frequency, [g, h]);
    this.#pairs.set(key, shares);
    return shares;
  }

  /** Ratings that have a partner. */
  get pairable(): number {
    return (this.#pairable ??= this.#pairableRatings());
  }

  /** The mean over items of the mean weight of their pairs; items with fewer than two ratings say nothing. */
  agreementSeen(weighed: Weighed): number {
    const known = this.#seen.get(weighed);
    if (known !== undefined) return known;
    let sum = 0;
    for (let row = 0; row < this.frequency.length; row++) {
      sum += (this.frequency[row] ?? 0) * (weighed.agreement[row] ?? 0);
    }
    this.#seen.set(weighed, sum / this.paired);
    return sum / this.paired;
  }

  #pairableRatings(): number {
    let sum = 0;
    for (let row = 0; row < this.table.rows; row++) {
      if ((this.tally.pairs[row] ?? 0) > 0) sum += (this.frequency[row] ?? 0) * (this.tally.ratings[row] ?? 0);
    }
    return sum;
  }

  #count(present: Float64Array): number {
    let sum = 0;
    for (let row = 0; row < present.length; row++) if ((present[row] ?? 0) > 0) sum += this.frequency[row] ?? 0;
    return sum;
  }

  #meanShares(): Float64Array {
    const { counts, ratings } = this.tally;
    return this.#weightedCounts((row) => {
      const all = ratings[row] ?? 0;
      return all > 0 ? (this.frequency[row] ?? 0) / all : 0;
    }, counts);
  }

  #pooledShares(): Float64Array {
    const { counts, pairs } = this.tally;
    return this.#weightedCounts((row) => ((pairs[row] ?? 0) > 0 ? (this.frequency[row] ?? 0) : 0), counts);
  }

  /** Σ weight(row) counts(row), scaled to add up to 1. */
  #weightedCounts(weight: (row: number) => number, counts: Float64Array): Float64Array {
    const q = this.table.categories.length;
    const sums = new Float64Array(q);
    let all = 0;
    for (let row = 0; row < this.table.rows; row++) {
      const w = weight(row);
      if (w === 0) continue;
      for (let k = 0; k < q; k++) {
        const count = w * (counts[row * q + k] ?? 0);
        sums[k] = (sums[k] ?? 0) + count;
        all += count;
      }
    }
    return all > 0 ? sums.map((sum) => sum / all) : sums;
  }

  #raterShares(): RaterShares {
    const { codes, raters, rows, categories } = this.table;
    const q = categories.length;
    const shares = new Float64Array(raters * q);
    const ratings = new Float64Array(raters);
    for (let row = 0; row < rows; row++) {
      const times = this.frequency[row] ?? 0;
      if (times === 0) continue;
      for (let rater = 0; rater < raters; rater++) {
        const code = codes[row * raters + rater] ?? -1;
        if (code < 0) continue;
        shares[rater * q + code] = (shares[rater * q + code] ?? 0) + times;
        ratings[rater] = (ratings[rater] ?? 0) + times;
      }
    }
    shares.forEach((sum, at) => (shares[at] = sum / Math.max(1, ratings[Math.floor(at / q)] ?? 0)));
    return { shares, ratings };
  }
}
