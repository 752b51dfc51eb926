/**
 * Gwet's AC1, and AC2 with weights: chance acts only on the ratings that were guesses, and those fall on every category alike
 * (2008, Br J Math Stat Psychol 61:29). It does not collapse where one category is rare.
 */
import { meansOverRows, ofPairs, type CoefficientRule } from './chance-corrected.ts';
import type { Weights } from '../ratings/weights.ts';

/** pe = Tw / q(q − 1) · Σ πₖ(1 − πₖ), Tw the sum of the weights (with weights Gwet 2014, chapters 3 and 4). */
export const gwetAc: CoefficientRule = ofPairs({
  estimated: true,
  refuses: ({ categories }) => (categories.length < 2 ? 'categories-undeclared' : undefined),
  of: ({ shares }, weights) => factor(weights) * shares.reduce((sum, share) => sum + share * (1 - share), 0),
  moves: (sample, weights, pe) =>
    meansOverRows(
      sample,
      sample.shares.map((share) => 1 - share),
    ).map((mean) => 2 * (factor(weights) * mean - pe)),
});

const factor = ({ values, categories: q }: Weights): number => values.reduce((sum, w) => sum + w, 0) / (q * (q - 1));
