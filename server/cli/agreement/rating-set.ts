/**
 * What a file of ratings says, whatever its shape: answers as they were written, words or numbers not yet told apart. Each shape
 * of input has a file of its own that makes these.
 */
export type Answers =
  /** Items in rows, one entry per rater, null where there is none. */
  | {
      readonly kind: 'ratings';
      readonly rows: readonly (readonly (string | null)[])[];
      /** Per item, what it belongs to: usually a patient. */
      readonly clusters?: readonly string[];
    }
  /** How often the first rater said one thing and the second another. */
  | { readonly kind: 'pairs'; readonly counts: readonly (readonly number[])[] }
  /** How many raters put each item into each category. */
  | { readonly kind: 'counts'; readonly counts: readonly (readonly number[])[] }
  /** Items in rows; of each rater the answers he gave, several where he was asked again. */
  | { readonly kind: 'repeated'; readonly rows: readonly (readonly (readonly string[])[])[] };

export interface RatingSet {
  /** Where a file holds several. */
  readonly name?: string;
  readonly answers: Answers;
  readonly raters: readonly string[];
  /** Categories that the file itself declares, in their order. */
  readonly categories?: readonly string[];
  /** Weight matrices that come with the file. */
  readonly matrices?: readonly NamedMatrix[];
}

export interface NamedMatrix {
  readonly name: string;
  readonly rows: readonly (readonly number[])[];
}

/** How the reader of a file is told what its cells mean. */
export interface ReadingOptions {
  /** What stands where a rating is missing. */
  readonly missing?: string;
  /** The only answers there may be, in their order. */
  readonly categories?: readonly string[];
}

/** A decimal number as people and programs write it; `Number` alone would take "0x10" and "" too. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity|∞)$/i;

export const isNumber = (written: string): boolean => DECIMAL.test(written);

/** NaN, infinities, and numbers too large to be told from them. */
export const isNotFinite = (written: string): boolean =>
  NOT_FINITE.test(written) || (isNumber(written) && !Number.isFinite(Number(written)));

/** Whether two ways of writing are the same answer: "1" and "1.0" are. */
export const sameAnswer = (a: string, b: string): boolean =>
  a === b || (isNumber(a) && isNumber(b) && Number(a) === Number(b));
