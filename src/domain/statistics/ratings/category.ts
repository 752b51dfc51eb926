/** What raters answer. A category is told apart by its value and kind: the text "1" is not the number 1. */
export type Category = string | number | boolean;

/** Items in rows, one entry per rater, null where a rater gave no rating. Rows may have different lengths. */
export type Ratings = readonly (readonly (Category | null)[])[];
