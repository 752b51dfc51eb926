/** How evenly a plan spreads the work: how many cases each reader has, and how many each pair of readers has in common. */

/** For every case the readers who read it, as places in the list of readers. */
export type Blocks = readonly (readonly number[])[];

export interface Range {
  readonly least: number;
  readonly most: number;
}

export interface Balance {
  /** Cases of each reader. */
  readonly cases: readonly number[];
  /** Cases that two readers have in common: `together[a][b]`, 0 where a = b. */
  readonly together: readonly (readonly number[])[];
}

export function balanceOf(blocks: Blocks, readers: number): Balance {
  const cases = new Array<number>(readers).fill(0);
  const together = Array.from({ length: readers }, () => new Array<number>(readers).fill(0));
  for (const block of blocks)
    for (const a of block) {
      cases[a] = (cases[a] ?? 0) + 1;
      const row = together[a];
      for (const b of block) if (row && a !== b) row[b] = (row[b] ?? 0) + 1;
    }
  return { cases, together };
}

/** Zeros for no readers. */
export const caseRange = ({ cases }: Balance): Range => rangeOf(cases);

/** Zeros when there is no pair. */
export const pairRange = ({ together }: Balance): Range =>
  rangeOf(together.flatMap((row, a) => row.filter((_, b) => b > a)));

const rangeOf = (values: readonly number[]): Range => ({
  least: values.reduce((a, b) => Math.min(a, b), values[0] ?? 0),
  most: values.reduce((a, b) => Math.max(a, b), 0),
});

/**
 * What no plan of this size can do better: 0 where the sums can be shared out evenly, else 1. For pairs it is a bound and no
 * promise: a block design need not exist where its numbers add up (Bruck–Ryser–Chowla).
 */
export function leastDifference(size: { readonly readers: number; readonly perCase: number; readonly cases: number }): {
  readonly cases: 0 | 1;
  readonly pairs: 0 | 1;
} {
  const { readers, perCase, cases } = size;
  const even = (sum: number, shares: number): boolean => shares === 0 || sum % shares === 0;
  const cells = (readers * (readers - 1)) / 2;
  const each = even(cases * perCase, readers);
  const paired = even((cases * perCase * (perCase - 1)) / 2, cells);
  return { cases: each ? 0 : 1, pairs: each && paired ? 0 : 1 };
}
