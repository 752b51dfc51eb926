/**
 * Krippendorff's α: 1 − Do/De, disagreement seen over disagreement expected when all ratings that have a partner are shuffled
 * (2011, Computing Krippendorff's Alpha-Reliability). Written as agreement it is (pa − pe)/(1 − pe), weights taking the part of
 * the metric: unweighted is nominal, quadratic interval, ratio ratio (Gwet 2014, chapter 3).
 */
import { lack, timesWeights, type CoefficientRule, type Parts } from './chance-corrected.ts';
import { undefinedBecause, type Undefined } from '../figure.ts';
import { quadraticForm, weigh, type RatingSample, type Weighed } from '../ratings/rating-sample.ts';
import { weightsByDistance, type Weights } from '../ratings/weights.ts';

export const krippendorffAlpha: CoefficientRule = { refuses: () => undefined, parts: partsOf, pulls: pullsOf };

/** α with Krippendorff's own ordinal metric, which looks at how often the ranks between two answers were used. */
export const krippendorffOrdinal: CoefficientRule = {
  refuses: () => undefined,
  parts: (sample) => partsOf(sample, ordinal(sample)),
  pulls: (sample, _, parts) => pullsOf(sample, ordinal(sample), parts),
};

/** δ²(c,k) = (Σ_{g=c}^{k} n_g − (n_c + n_k)/2)² (Krippendorff 2011). It moves with the sample. */
function ordinalMetric({ pooled }: RatingSample): Weights {
  return weightsByDistance('ordinal', pooled.length, (k, l) => {
    const between = pooled.subarray(Math.min(k, l), Math.max(k, l) + 1).reduce((sum, share) => sum + share, 0);
    return (between - ((pooled[k] ?? 0) + (pooled[l] ?? 0)) / 2) ** 2;
  });
}

const ordinal = (sample: RatingSample): Weighed => weigh(sample.tally, ordinalMetric(sample));

/** pa with the correction 1/n for a finite number n of pairable ratings; without it α would not be 0 by chance. */
function partsOf(sample: RatingSample, weighed: Weighed): Parts | Undefined {
  const lacking = lack(sample);
  if (lacking) return lacking;
  if (sample.paired === 1) return undefinedBecause('one-item');
  const finite = 1 / sample.pairable;
  const pa = (1 - finite) * seen(sample, weighed) + finite;
  return { state: 'defined', pa, pe: quadraticForm(weighed.weights, sample.pooled), n: sample.paired };
}

/** Agreement of the items, each counted as often as it was rated. */
function seen({ frequency, tally, pairable }: RatingSample, { agreement }: Weighed): number {
  let sum = 0;
  for (let row = 0; row < agreement.length; row++) {
    sum += (frequency[row] ?? 0) * (tally.ratings[row] ?? 0) * (agreement[row] ?? 0);
  }
  return sum / pairable;
}

/** The linearised α of each row less α itself, both before the finite correction (Gwet 2014, chapter 5). */
function pullsOf(sample: RatingSample, weighed: Weighed, { pa, pe }: Parts): Float64Array {
  const { counts, ratings, pairs } = sample.tally;
  const raw = seen(sample, weighed);
  const alpha = (raw - pe) / (1 - pe);
  const q = weighed.weights.categories;
  const expected = timesWeights(weighed.weights, sample.pooled);
  const mean = sample.pairable / sample.paired;
  return ratings.map((all, row) => {
    if ((pairs[row] ?? 0) === 0) return 0;
    const observed = (all * (weighed.agreement[row] ?? 0) - pa * (all - mean)) / mean - raw;
    let chance = 0;
    for (let k = 0; k < q; k++) chance += (counts[row * q + k] ?? 0) * (expected[k] ?? 0);
    return (observed - (2 * (1 - alpha) * (chance - all * pe)) / mean) / (1 - pe);
  });
}
