/**
 * Conger's κ: by chance each rater answers by a habit of his own, so it is Cohen's κ for many raters (1980, Psychol Bull 88:322).
 * It needs raters who are the same people throughout.
 */
import { ofPairs, timesWeights, type CoefficientRule } from './chance-corrected.ts';
import type { RatingSample } from '../ratings/rating-sample.ts';
import type { Weights } from '../ratings/weights.ts';

/** pe: the mean over pairs of raters g ≠ h of Σ w(k,l) p(g,k) p(h,l), each rater's shares over what he rated. */
export const congerKappa: CoefficientRule = ofPairs({
  estimated: true,
  refuses: ({ interchangeable }) => (interchangeable ? 'interchangeable-raters' : undefined),
  of: (sample, weights) => {
    const { shares } = sample.raters;
    return chanceAgainstOthers(sample, weights).reduce((sum, chance, at) => sum + (shares[at] ?? 0) * chance, 0);
  },
  moves: (sample, weights) => movesOf(sample, chanceAgainstOthers(sample, weights)),
});

/**
 * `chance[rater * q + k]`: how likely somebody else agrees with k, times this rater's part in the mean, so that
 * pe = Σ p(g,k) chance(g,k).
 */
function chanceAgainstOthers(sample: RatingSample, weights: Weights): Float64Array {
  const { shares, ratings } = sample.raters;
  const q = sample.table.categories.length;
  const times = sample.tally.raterTimes.map((m, rater) => ((ratings[rater] ?? 0) > 0 ? m : 0));
  let [all, self] = [0, 0];
  const total = new Float64Array(q);
  times.forEach((m, rater) => {
    all += m;
    self += m * m;
    for (let k = 0; k < q; k++) total[k] = (total[k] ?? 0) + m * (shares[rater * q + k] ?? 0);
  });
  const chance = new Float64Array(times.length * q);
  times.forEach((m, rater) => {
    const rest = total.map((sum, k) => sum - m * (shares[rater * q + k] ?? 0));
    chance.set(
      timesWeights(weights, rest).map((sum) => (m * sum) / (all * all - self)),
      rater * q,
    );
  });
  return chance;
}

/** The derivative of pe along each item: a rater's shares are ratios, with what he rated beneath (Gwet 2014, chapter 5). */
function movesOf(sample: RatingSample, chance: Float64Array): Float64Array {
  const { codes, raters, rows, categories } = sample.table;
  const { shares, ratings } = sample.raters;
  const q = categories.length;
  const habit = new Float64Array(raters);
  for (let at = 0; at < chance.length; at++) {
    const rater = Math.floor(at / q);
    habit[rater] = (habit[rater] ?? 0) + (shares[at] ?? 0) * (chance[at] ?? 0);
  }
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let rater = 0; rater < raters; rater++) {
      const code = codes[row * raters + rater] ?? -1;
      if (code < 0) continue;
      const rated = (ratings[rater] ?? 0) / sample.items;
      sum += ((chance[rater * q + code] ?? 0) - (habit[rater] ?? 0)) / rated;
    }
    out[row] = 2 * sum;
  }
  return out;
}
