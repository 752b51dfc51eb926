/**
 * Scott's π (1955, Public Opin Q 19:321) and its generalisation to many raters, Fleiss' κ (1971, Psychol Bull 76:378): by chance
 * everybody answers as all raters together do. With missing ratings each item counts once (Gwet 2014, chapter 2).
 */
import { meansOverRows, ofPairs, timesWeights, type CoefficientRule } from './chance-corrected.ts';
import { quadraticForm } from '../ratings/rating-sample.ts';

/** pe = Σ w(k,l) πₖ πₗ. */
export const generalisedPi: CoefficientRule = ofPairs({
  estimated: true,
  of: ({ shares }, weights) => quadraticForm(weights, shares),
  moves: (sample, weights, pe) =>
    meansOverRows(sample, timesWeights(weights, sample.shares)).map((mean) => 2 * (mean - pe)),
});

/** The same for two raters, under the name it was born with. */
export const scottPi: CoefficientRule = {
  ...generalisedPi,
  refuses: ({ raters }) => (raters > 2 ? 'more-than-two-raters' : undefined),
};
