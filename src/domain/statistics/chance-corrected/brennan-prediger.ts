/** Brennan & Prediger: by chance each category is as likely as any other (1981, Educ Psychol Meas 41:687); S, or PABAK for two. */
import { ofPairs, type CoefficientRule } from './chance-corrected.ts';

/** pe = Σ w(k,l) / q² (with weights Gwet 2014, chapter 3). */
export const brennanPrediger: CoefficientRule = ofPairs({
  estimated: false,
  refuses: ({ categories }) => (categories.length < 2 ? 'categories-undeclared' : undefined),
  of: (_, { values, categories }) => values.reduce((sum, w) => sum + w, 0) / categories ** 2,
  moves: ({ table }) => new Float64Array(table.rows),
});
