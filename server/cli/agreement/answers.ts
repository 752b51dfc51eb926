/** Answers as statistics need them: words told apart from numbers, categories in their order, items and clusters counted. */
import type { Category, Ratings } from '#domain/statistics/ratings/category.ts';
import type { Responses } from '#domain/statistics/label-model/label-table.ts';
import type { Measurements } from '#domain/statistics/measurements/measurements.ts';
import {
  ratingTable,
  ratingTableOfCounts,
  ratingTableOfPairs,
  type RatingTable,
  type TableOptions,
} from '#domain/statistics/ratings/rating-table.ts';
import type { Clusters } from '#domain/statistics/chance-corrected/resampled-coefficients.ts';
import { CommandRefused } from '../command.ts';
import type { AgreementOptions } from './options.ts';
import { isNumber, type RatingSet } from './rating-set.ts';

export interface Prepared {
  readonly set: RatingSet;
  readonly items: number;
  /** Items that not everybody rated, where they were to be left out. */
  readonly leftOut?: number;
  readonly raters: number;
  readonly categories: readonly Category[];
  /** Missing where raters were asked more than once. */
  readonly table?: RatingTable;
  /** So many different numbers that nobody would call them categories. */
  readonly measurements: boolean;
  /** Missing where the answers are words, or who gave them is unknown. */
  readonly numbers?: Measurements;
  readonly responses: Responses;
  readonly interchangeable: boolean;
  readonly clusters?: Clusters & { readonly names: readonly string[] };
}

/** Whole numbers up to this many may be grades of a scale; beyond, and with fractions, they are measurements. */
const MOST_GRADES = 30;

/** @throws CommandRefused `category-count` */
export function prepared(set: RatingSet, options: AgreementOptions): Prepared {
  const { answers } = set;
  switch (answers.kind) {
    case 'ratings':
      return preparedRatings(set, answers, options);
    case 'repeated':
      return preparedResponses(set, answers, options);
    case 'pairs':
    case 'counts':
      return preparedCounts(set, answers, options);
  }
}

type AnswersOf<K extends RatingSet['answers']['kind']> = Extract<RatingSet['answers'], { kind: K }>;

function preparedRatings(set: RatingSet, answers: AnswersOf<'ratings'>, options: AgreementOptions): Prepared {
  const whole = (row: readonly (string | null)[]): boolean => !options.completeOnly || !row.includes(null);
  const rows = answers.rows.filter(whole);
  const declared = options.categories ?? set.categories;
  const toCategory = categoryOf(declared ?? distinct(rows));
  const ratings: Ratings = rows.map((row) => row.map((written) => (written === null ? null : toCategory(written))));
  const categories = declared?.map(toCategory);
  const { interchangeable } = options;
  const table = tableOf(ratings, { interchangeable, ...(categories && { categories }) });
  const clusters =
    answers.clusters && clustersOf(answers.clusters.filter((_, item) => whole(answers.rows[item] ?? [])));
  const numbers = table.categories.every((category) => typeof category === 'number');
  return {
    set,
    items: rows.length,
    ...(options.completeOnly && { leftOut: answers.rows.length - rows.length }),
    raters: set.raters.length,
    categories: table.categories,
    table,
    measurements: categories === undefined && isMeasured(table.categories),
    ...(numbers && {
      numbers: ratings.map((row) => row.map((rating) => (typeof rating === 'number' ? rating : null))),
    }),
    responses: ratings.map((row) => row.map((rating) => (rating === null ? [] : [rating]))),
    interchangeable,
    ...(clusters && { clusters }),
  };
}

function preparedResponses(set: RatingSet, { rows }: AnswersOf<'repeated'>, options: AgreementOptions): Prepared {
  const declared = options.categories ?? set.categories;
  const toCategory = categoryOf(declared ?? [...new Set(rows.flat(2))]);
  const responses = rows.map((row) => row.map((given) => given.map(toCategory)));
  const categories = declared?.map(toCategory) ?? [...new Set(responses.flat(2))].sort(byValue);
  const { interchangeable } = options;
  return {
    set,
    items: rows.length,
    raters: set.raters.length,
    categories,
    measurements: false,
    responses,
    interchangeable,
  };
}

function preparedCounts(
  set: RatingSet,
  { kind, counts }: AnswersOf<'pairs' | 'counts'>,
  options: AgreementOptions,
): Prepared {
  const declared = options.categories ?? set.categories;
  const q = counts[0]?.length ?? 0;
  if (declared && declared.length !== q) {
    throw new CommandRefused(
      'category-count',
      `The table has ${String(q)} categories, and ${String(declared.length)} are named.`,
    );
  }
  const categories = declared?.map(categoryOf(declared));
  const table = kind === 'pairs' ? ratingTableOfPairs(counts, categories) : ratingTableOfCounts(counts, categories);
  const interchangeable = options.interchangeable || kind === 'counts';
  return {
    set,
    items: table.items,
    raters: table.raters,
    categories: table.categories,
    table: { ...table, interchangeable },
    measurements: false,
    responses: responsesIn(table),
    interchangeable,
  };
}

/** Numbers where all are numbers, words otherwise: "1.0" is 1 among numbers and a word among words. */
function categoryOf(all: readonly string[]): (written: string) => Category {
  if (!all.every(isNumber)) return (written) => written;
  return Number;
}

function distinct(rows: readonly (readonly (string | null)[])[]): string[] {
  const seen = new Set<string>();
  for (const row of rows) for (const written of row) if (written !== null) seen.add(written);
  return [...seen];
}

function tableOf(ratings: Ratings, options: TableOptions): RatingTable {
  const table = ratingTable(ratings, options);
  if (table.ok) return table.value;
  // The reader of the file has compared every answer with the categories before.
  throw new CommandRefused('unknown-category', `“${String(table.error.rating)}” is not one of the categories.`);
}

const isMeasured = (categories: readonly Category[]): boolean =>
  categories.every((category) => typeof category === 'number') &&
  (categories.length > MOST_GRADES || !categories.every(Number.isInteger));

function clustersOf(names: readonly string[]): Clusters & { readonly names: readonly string[] } {
  const places = new Map<string, number>();
  for (const name of names) if (!places.has(name)) places.set(name, places.size);
  return { count: places.size, of: Int32Array.from(names, (name) => places.get(name) ?? 0), names };
}

function responsesIn({ rowOf, codes, raters, categories }: RatingTable): Responses {
  return [...rowOf].map((row) =>
    Array.from({ length: raters }, (_, rater) => {
      const category = categories[codes[row * raters + rater] ?? -1];
      return category === undefined ? [] : [category];
    }),
  );
}

const byValue = (a: Category, b: Category): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;
