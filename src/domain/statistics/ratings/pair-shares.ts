/** Two raters side by side: how often one said k where the other said l. */
import type { RatingTable } from './rating-table.ts';

/** How two raters answered the items that both rated. */
export interface PairShares {
  readonly n: number;
  /** `shares[k * q + l]`, adding up to 1. */
  readonly shares: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** @param frequency how many items have each row of the table. */
export function pairShares(
  table: RatingTable,
  frequency: Float64Array,
  [g, h]: readonly [g: number, h: number],
): PairShares {
  const q = table.categories.length;
  const shares = new Float64Array(q * q);
  let n = 0;
  for (let row = 0; row < table.rows; row++) {
    const [k, l] = [table.codes[row * table.raters + g] ?? -1, table.codes[row * table.raters + h] ?? -1];
    const times = frequency[row] ?? 0;
    if (k < 0 || l < 0 || times === 0) continue;
    shares[k * q + l] = (shares[k * q + l] ?? 0) + times;
    n += times;
  }
  const [first, second] = [new Float64Array(q), new Float64Array(q)];
  for (let at = 0; at < shares.length; at++) {
    const share = n > 0 ? (shares[at] ?? 0) / n : 0;
    const [k, l] = [Math.floor(at / q), at % q];
    shares[at] = share;
    first[k] = (first[k] ?? 0) + share;
    second[l] = (second[l] ?? 0) + share;
  }
  return { n, shares, first, second };
}
