/**
 * Many coefficients of one table, resampled together: items (or, where items belong together, whole clusters such as patients)
 * are drawn once per resample, counted by row of answers, and every coefficient is made of those counts.
 */
import { bootstrappedTogether, type Draw } from '../intervals/bootstrap.ts';
import { coefficientOf, type CoefficientRule } from './chance-corrected.ts';
import { coefficient, type Coefficient, type RatersMeant } from './coefficient.ts';
import { undefinedBecause, type Figure } from '../figure.ts';
import { RatingSample, tallyOf, weigh, type Tally, type Weighed } from '../ratings/rating-sample.ts';
import type { RatingTable } from '../ratings/rating-table.ts';
import type { Weights } from '../ratings/weights.ts';

export interface WeightedRule {
  readonly rule: CoefficientRule;
  readonly weights: Weights;
}

/** Items that can only be drawn together. */
export interface Clusters {
  readonly count: number;
  /** The cluster of each item. */
  readonly of: Int32Array;
}

export interface ResamplingRequest {
  readonly table: RatingTable;
  readonly wanted: readonly WeightedRule[];
  readonly clusters?: Clusters | undefined;
  readonly raters?: RatersMeant;
  readonly seed: number;
  readonly resamples?: number;
}

/** As `coefficient`, in the same order, with standard errors and BCa intervals from resampling instead of formulas. */
export function resampledCoefficients(request: ResamplingRequest): Coefficient[] {
  const { table, wanted, clusters, raters = 'fixed', seed, resamples } = request;
  const sampling = samplingOf(table, clusters);
  const estimates = bootstrappedTogether({
    units: clusters?.count ?? table.items,
    seed,
    ...(resamples !== undefined && { resamples }),
    ...(raters === 'random' && { raters: table.raters }),
    statistics: (draw) => figuresOf(sampling(draw), wanted),
  });
  return wanted.map((one, i) => {
    const { interval: _, se: __, ...known } = coefficient({ table, ...one });
    const estimate = estimates[i];
    if (!estimate || known.figure.state === 'undefined') return { ...known, interval: undefinedBecause('no-items') };
    const { interval, se } = estimate;
    return { ...known, interval, ...(se !== undefined && { se }) };
  });
}

/** A sample with the weighed agreement of its rows, computed once for each set of weights. */
interface WeighedSample {
  readonly sample: RatingSample;
  readonly weighed: (weights: Weights) => Weighed;
}

function samplingOf(table: RatingTable, clusters: Clusters | undefined): (draw?: Draw) => WeighedSample {
  const tally = tallyOf(table);
  const weighed = weighing(tally);
  const frequency = new Float64Array(table.rows);
  return (draw) => {
    if (!draw) return { sample: new RatingSample(tally), weighed };
    frequency.fill(0);
    for (let item = 0; item < table.items; item++) {
      const row = table.rowOf[item] ?? 0;
      frequency[row] = (frequency[row] ?? 0) + (draw.times[clusters ? (clusters.of[item] ?? 0) : item] ?? 0);
    }
    if (!draw.raterTimes) return { sample: new RatingSample(tally, frequency), weighed };
    const drawn = tallyOf(table, draw.raterTimes);
    return { sample: new RatingSample(drawn, frequency), weighed: weighing(drawn) };
  };
}

function weighing(tally: Tally): (weights: Weights) => Weighed {
  const known = new Map<Weights, Weighed>();
  return (weights) => {
    const found = known.get(weights) ?? weigh(tally, weights);
    known.set(weights, found);
    return found;
  };
}

const figuresOf = ({ sample, weighed }: WeighedSample, wanted: readonly WeightedRule[]): Figure[] =>
  wanted.map(({ rule, weights }) => {
    const refusal = rule.refuses(sample.table);
    if (refusal !== undefined) return undefinedBecause(refusal);
    return coefficientOf(rule.parts(sample, weighed(weights)), sample);
  });
