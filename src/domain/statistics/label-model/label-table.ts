/**
 * Who called which item what. A rater may have answered an item twice or not at all, and items with the same answers are one row,
 * so that ten thousand cases are at most a few thousand rows.
 */
import type { Category } from '../ratings/category.ts';

export interface LabelTable {
  readonly items: number;
  readonly raters: number;
  /** In the order given, else in order of first appearance. */
  readonly categories: readonly Category[];
  /** The row of each item. */
  readonly rowOf: Uint32Array;
  /** How many items have each row. */
  readonly times: Float64Array;
  /** The answers of row r are those from `starts[r]` to before `starts[r + 1]`. */
  readonly starts: Uint32Array;
  /** Per answer the rater and the place of the category. */
  readonly rater: Uint32Array;
  readonly said: Uint32Array;
}

/** For each item and rater the answers given, none or several (Dawid & Skene 1979 asked one observer three times). */
export type Responses = readonly (readonly (readonly Category[])[])[];

/** @param categories declared ones; those met besides are appended */
export function labelTable(responses: Responses, categories: readonly Category[] = []): LabelTable {
  const places = new Map(categories.map((category, place) => [category, place]));
  const rows = new Map<string, { readonly row: number; readonly answers: readonly Answer[] }>();
  const times: number[] = [];
  const rowOf = Uint32Array.from(responses, (given) => {
    const answers = answersIn(given, places);
    const key = answers.join(' ');
    const { row } = rows.get(key) ?? { row: rows.size };
    if (row === rows.size) rows.set(key, { row, answers });
    times[row] = (times[row] ?? 0) + 1;
    return row;
  });
  const answers = [...rows.values()].map((row) => row.answers);
  const starts = new Uint32Array(rows.size + 1);
  answers.forEach((row, at) => (starts[at + 1] = (starts[at] ?? 0) + row.length));
  return {
    items: responses.length,
    raters: responses.reduce((most, row) => Math.max(most, row.length), 0),
    categories: [...places.keys()],
    rowOf,
    times: Float64Array.from(times),
    starts,
    rater: Uint32Array.from(answers.flat(), ([rater]) => rater),
    said: Uint32Array.from(answers.flat(), ([, said]) => said),
  };
}

type Answer = readonly [rater: number, said: number];

function answersIn(given: readonly (readonly Category[])[], places: Map<Category, number>): Answer[] {
  return given.flatMap((categories, rater) => {
    const said = categories.map((category) => {
      const place = places.get(category) ?? places.size;
      places.set(category, place);
      return place;
    });
    return said.sort((a, b) => a - b).map((place): Answer => [rater, place]);
  });
}
