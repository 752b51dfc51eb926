/**
 * Ratings as counts: how many readers put each item into each category. Who they were is forgotten, so the table serves
 * coefficients in which raters need not be the same people for each item.
 */

/** A category is told apart by its value and kind: the text "1" is not the number 1. */
export type Category = string | number | boolean;

/** Items in rows, one entry per reader, null where a reader gave no rating. Rows may have different lengths. */
export type Ratings = readonly (readonly (Category | null)[])[];

export interface CountTable {
  readonly items: number;
  readonly categories: number;
  /** Row by row: `counts[item * categories + category]`. */
  readonly counts: Float64Array;
  /** Ratings given to each item. */
  readonly ratings: Float64Array;
  /** Share of agreeing pairs among the pairs of ratings of each item, Pᵢ of Fleiss 1971; 0 where there is no pair. */
  readonly agreement: Float64Array;
}

export function countTable(ratings: Ratings): CountTable {
  const order = new Map<Category, number>();
  for (const row of ratings) {
    for (const rating of row) if (rating !== null && !order.has(rating)) order.set(rating, order.size);
  }
  const rows = ratings.map((row) => {
    const counts = new Array<number>(order.size).fill(0);
    for (const rating of row) {
      const at = rating === null ? undefined : order.get(rating);
      if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  });
  return tableOfCounts(rows);
}

/** From counts as published tables give them: items in rows, categories in columns. */
export function tableOfCounts(rows: readonly (readonly number[])[]): CountTable {
  const categories = Math.max(0, ...rows.map((row) => row.length));
  const table = {
    items: rows.length,
    categories,
    counts: new Float64Array(rows.length * categories),
    ratings: new Float64Array(rows.length),
    agreement: new Float64Array(rows.length),
  };
  rows.forEach((row, item) => {
    table.counts.set(row, item * categories);
    const n = row.reduce((sum, count) => sum + count, 0);
    const agreeing = row.reduce((sum, count) => sum + count * (count - 1), 0);
    table.ratings[item] = n;
    table.agreement[item] = n > 1 ? agreeing / (n * (n - 1)) : 0;
  });
  return table;
}

/** Only the items that everybody rated, and how many were left out: leaving out is said, never done in silence. */
export function completeItems(ratings: Ratings): { readonly ratings: Ratings; readonly dropped: number } {
  const raters = Math.max(0, ...ratings.map((row) => row.length));
  const complete = ratings.filter((row) => row.length === raters && !row.includes(null));
  return { ratings: complete, dropped: ratings.length - complete.length };
}
