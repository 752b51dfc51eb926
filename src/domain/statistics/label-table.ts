/** Who called which item what, as flat columns: one entry per answer, so that a rater may answer an item twice or not at all. */
import type { Category, Ratings } from './count-table.ts';

export interface LabelTable {
  readonly items: number;
  readonly raters: number;
  /** In the order given, else in order of first appearance. */
  readonly categories: readonly Category[];
  /** Per answer: the item, the rater and the place of the category. */
  readonly item: Uint32Array;
  readonly rater: Uint32Array;
  readonly category: Uint32Array;
}

/** For each item and rater the answers given, none or several (Dawid & Skene 1979 asked one observer three times). */
export type Responses = readonly (readonly (readonly Category[])[])[];

export const responsesOf = (ratings: Ratings): Responses =>
  ratings.map((row) => row.map((rating) => (rating === null ? [] : [rating])));

/** @param categories declared ones; those met besides are appended. */
export function labelTable(responses: Responses, categories: readonly Category[] = []): LabelTable {
  const places = new Map(categories.map((category, place) => [category, place]));
  const answers: [item: number, rater: number, category: number][] = [];
  responses.forEach((row, item) => {
    row.forEach((given, rater) => {
      for (const category of given) {
        const place = places.get(category) ?? places.size;
        places.set(category, place);
        answers.push([item, rater, place]);
      }
    });
  });
  return {
    items: responses.length,
    raters: Math.max(0, ...responses.map((row) => row.length)),
    categories: [...places.keys()],
    item: Uint32Array.from(answers, ([item]) => item),
    rater: Uint32Array.from(answers, ([, rater]) => rater),
    category: Uint32Array.from(answers, ([, , category]) => category),
  };
}
