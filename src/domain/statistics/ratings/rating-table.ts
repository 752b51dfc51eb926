/**
 * Ratings as a table of distinct rows. Items with the same answers from the same raters count together, so that ten thousand
 * cases read by five people are at most a few thousand rows, however often they are drawn again.
 */
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Category, Ratings } from './category.ts';

export interface RatingTable {
  readonly items: number;
  readonly raters: number;
  readonly categories: readonly Category[];
  /** Whether somebody said which categories there are, in their order; otherwise they are those that occur. */
  readonly declared: boolean;
  /** Whether a column is not the same person throughout. */
  readonly interchangeable: boolean;
  /** A published table of two raters; its standard errors divide by n where those of ratings divide by n − 1. */
  readonly contingency: boolean;
  readonly rows: number;
  /** `codes[row * raters + rater]`: which category, −1 where there is no rating. */
  readonly codes: Int16Array;
  /** How many items have each row. */
  readonly frequency: Float64Array;
  /** The row of each item, in the order in which the items came. */
  readonly rowOf: Int32Array;
}

export interface TableOptions {
  /** All categories in their order; the ones that occur where it is missing. */
  readonly categories?: readonly Category[];
  readonly interchangeable?: boolean;
  readonly contingency?: boolean;
}

/** Where a rating is not one of the categories. */
export interface UnknownCategory {
  readonly item: number;
  readonly rater: number;
  readonly rating: Category;
}

export function ratingTable(ratings: Ratings, options: TableOptions = {}): Result<RatingTable, UnknownCategory> {
  const categories = options.categories ?? categoriesIn(ratings);
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const raters = ratings.reduce((most, row) => Math.max(most, row.length), 0);
  const rows = new RowCollector(raters);
  for (const [item, row] of ratings.entries()) {
    const codes = new Array<number>(raters).fill(-1);
    for (const [rater, rating] of row.entries()) {
      if (rating === null) continue;
      const code = codeOf.get(rating);
      if (code === undefined) return err({ item, rater, rating });
      codes[rater] = code;
    }
    rows.add(codes, 1);
  }
  return ok(rows.table(categories, options));
}

/** From a table of two raters: `counts[k][l]` items of which the first rater said k and the second l. */
export function ratingTableOfPairs(
  counts: readonly (readonly number[])[],
  categories: readonly Category[] = counts.map((_, i) => i + 1),
): RatingTable {
  const rows = new RowCollector(2);
  counts.forEach((row, k) => {
    row.forEach((count, l) => {
      if (count > 0) rows.add([k, l], count);
    });
  });
  return rows.table(categories, { categories, contingency: true });
}

/** From counts of raters per item and category. Who said what is unknown, so its raters are interchangeable. */
export function ratingTableOfCounts(
  counts: readonly (readonly number[])[],
  categories: readonly Category[] = (counts[0] ?? []).map((_, i) => i + 1),
): RatingTable {
  const raters = counts.reduce((most, row) => Math.max(most, sum(row)), 0);
  const rows = new RowCollector(raters);
  for (const row of counts) {
    const codes = row.flatMap((count, code) => new Array<number>(count).fill(code));
    rows.add([...codes, ...new Array<number>(raters - codes.length).fill(-1)], 1);
  }
  return rows.table(categories, { categories, interchangeable: true });
}

/** The numbers that stand for the categories: their values where they rise, else their ranks. */
export function scoresOf({ categories }: Pick<RatingTable, 'categories'>): number[] {
  const numbers = categories.filter((category) => typeof category === 'number');
  const rising = numbers.every((value, i) => i === 0 || value > (numbers[i - 1] ?? 0));
  return rising && numbers.length === categories.length ? numbers : categories.map((_, i) => i + 1);
}

/** Numbers have an order; words only one that somebody declared. */
export const isOrdered = ({ categories, declared }: RatingTable): boolean =>
  declared || categories.every((category) => typeof category === 'number');

function categoriesIn(ratings: Ratings): Category[] {
  const seen = new Set<Category>();
  for (const row of ratings) for (const rating of row) if (rating !== null) seen.add(rating);
  return [...seen].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
}

class RowCollector {
  readonly #raters: number;
  readonly #codes: number[] = [];
  readonly #frequency: number[] = [];
  readonly #rowOf: number[] = [];
  readonly #known = new Map<string, number>();

  constructor(raters: number) {
    this.#raters = raters;
  }

  /** @param times how many items have these codes */
  add(codes: readonly number[], times: number): void {
    const key = codes.join();
    let row = this.#known.get(key);
    if (row === undefined) {
      row = this.#frequency.length;
      this.#known.set(key, row);
      for (const code of codes) this.#codes.push(code);
      this.#frequency.push(0);
    }
    this.#frequency[row] = (this.#frequency[row] ?? 0) + times;
    for (let i = 0; i < times; i++) this.#rowOf.push(row);
  }

  table(categories: readonly Category[], options: TableOptions): RatingTable {
    return {
      items: this.#rowOf.length,
      raters: this.#raters,
      categories,
      declared: options.categories !== undefined,
      interchangeable: options.interchangeable ?? false,
      contingency: options.contingency ?? false,
      rows: this.#frequency.length,
      codes: Int16Array.from(this.#codes),
      frequency: Float64Array.from(this.#frequency),
      rowOf: Int32Array.from(this.#rowOf),
    };
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
