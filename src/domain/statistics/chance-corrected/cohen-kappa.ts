/**
 * Cohen's κ for two raters, each with a habit of his own (1960, Educ Psychol Meas 20:37; with weights 1968, Psychol Bull 70:213),
 * and Light's κ, its mean over all pairs of many raters (1971, Psychol Bull 76:365). Items that only one of two rated are left out.
 */
import type { CoefficientRule, Parts } from './chance-corrected.ts';
import { undefinedBecause, type Undefined, type UndefinedReason } from '../figure.ts';
import type { PairShares } from '../ratings/pair-shares.ts';
import type { RatingSample } from '../ratings/rating-sample.ts';
import type { RatingTable } from '../ratings/rating-table.ts';
import type { Weights } from '../ratings/weights.ts';

export const cohenKappa: CoefficientRule = {
  refuses: ({ raters, interchangeable }) =>
    raters > 2 ? 'more-than-two-raters' : interchangeable ? 'interchangeable-raters' : undefined,
  parts: (sample, { weights }) => {
    if (sample.table.raters < 2) return undefinedBecause('one-rater');
    return partsOfPair(sample.pair(0, 1), weights);
  },
  pulls: (sample, { weights }, parts) => pullsOf(sample, weights, parts),
};

export const lightKappa: CoefficientRule = {
  refuses: ({ raters, interchangeable }: RatingTable): UndefinedReason | undefined =>
    interchangeable ? 'interchangeable-raters' : raters < 2 ? 'one-rater' : undefined,
  parts: (sample, { weights }) => meanOfPairs(sample, weights),
};

/** pa = Σ w(k,l) p(k,l), pe = Σ w(k,l) p(k·) p(·l) (Cohen 1968). */
function partsOfPair({ n, shares, first, second }: PairShares, { values, categories: q }: Weights): Parts | Undefined {
  if (n < 2) return undefinedBecause(n === 1 ? 'one-item' : 'no-items');
  let [pa, pe] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    const weight = values[at] ?? 0;
    pa += weight * (shares[at] ?? 0);
    pe += weight * (first[Math.floor(at / q)] ?? 0) * (second[at % q] ?? 0);
  }
  return { state: 'defined', pa, pe, n };
}

/** The large-sample error of Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323, term by term. */
function pullsOf(sample: RatingSample, { values, categories: q }: Weights, { pa, pe }: Parts): Float64Array {
  const { first, second } = sample.pair(0, 1);
  const [withSecond, withFirst] = [new Float64Array(q), new Float64Array(q)];
  for (let at = 0; at < values.length; at++) {
    const [k, l, weight] = [Math.floor(at / q), at % q, values[at] ?? 0];
    withSecond[k] = (withSecond[k] ?? 0) + weight * (second[l] ?? 0);
    withFirst[l] = (withFirst[l] ?? 0) + weight * (first[k] ?? 0);
  }
  const { rows, codes } = sample.table;
  const kappa = (pa - pe) / (1 - pe);
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const [k, l] = [codes[row * 2] ?? -1, codes[row * 2 + 1] ?? -1];
    if (k < 0 || l < 0) continue;
    const chance = (withSecond[k] ?? 0) + (withFirst[l] ?? 0) - 2 * pe;
    out[row] = ((values[k * q + l] ?? 0) - pa - (1 - kappa) * chance) / (1 - pe);
  }
  return out;
}

/** Why a pair may have no κ; where pairs lack different things, the first of these is said, whichever pair comes first. */
const LACKING = ['pair-without-kappa', 'one-item', 'no-items'] as const;

/** pa and pe such that their coefficient is the mean κ; undefined when one pair has none, for a mean would hide that. */
function meanOfPairs(sample: RatingSample, weights: Weights): Parts | Undefined {
  const { raters } = sample.table;
  const times = sample.tally.raterTimes;
  const lacks = new Set<UndefinedReason>();
  let [kappas, chances, all] = [0, 0, 0];
  for (let g = 0; g < raters; g++) {
    for (let h = g + 1; h < raters; h++) {
      const weight = (times[g] ?? 0) * (times[h] ?? 0);
      if (weight === 0) continue;
      const parts = partsOfPair(sample.pair(g, h), weights);
      all += weight;
      if (parts.state === 'undefined') lacks.add(parts.because);
      else if (parts.pe > 1 - 1e-12) lacks.add('pair-without-kappa');
      else {
        kappas += (weight * (parts.pa - parts.pe)) / (1 - parts.pe);
        chances += weight * parts.pe;
      }
    }
  }
  const lack = LACKING.find((reason) => lacks.has(reason));
  if (lack) return undefinedBecause(lack);
  if (all === 0) return undefinedBecause('one-rater');
  const pe = chances / all;
  return { state: 'defined', pa: pe + (1 - pe) * (kappas / all), pe, n: sample.items };
}
