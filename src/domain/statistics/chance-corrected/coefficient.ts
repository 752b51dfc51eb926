/** One chance-corrected coefficient of one table under one set of weights: value, standard error, interval, pa and pe. */
import { coefficientOf, type CoefficientRule, type Parts } from './chance-corrected.ts';
import { undefinedBecause, type Estimate, type Figure, type Interval, type UndefinedReason } from '../figure.ts';
import { RatingSample, tallyOf, weigh, type Weighed } from '../ratings/rating-sample.ts';
import type { RatingTable } from '../ratings/rating-table.ts';
import { studentQuantile } from '../distributions/student.ts';
import type { Weights } from '../ratings/weights.ts';

export interface Coefficient extends Estimate {
  readonly pa?: number;
  readonly pe?: number;
  /** Standard error, where one is published or resampling gave one. */
  readonly se?: number;
}

/** For whom an interval is to hold: for these raters only, or for raters like them (cases vary in both). */
export type RatersMeant = 'fixed' | 'random';

export interface CoefficientRequest {
  readonly table: RatingTable;
  readonly rule: CoefficientRule;
  readonly weights: Weights;
  readonly raters?: RatersMeant;
  /** Nominal coverage, 0.95 by default. */
  readonly level?: number;
}

/** With the published standard error and its t interval; see `resampledCoefficients` for the other kind. */
export function coefficient({ table, rule, weights, raters = 'fixed', level = 0.95 }: CoefficientRequest): Coefficient {
  const refusal = rule.refuses(table);
  if (refusal !== undefined) return undefinedCoefficient(refusal);
  const sample = new RatingSample(tallyOf(table));
  const weighed = weigh(sample.tally, weights);
  const parts = rule.parts(sample, weighed);
  const figure = coefficientOf(parts, sample);
  if (parts.state === 'undefined' || figure.state === 'undefined') {
    return { figure, interval: figure.state === 'undefined' ? figure : undefinedBecause('no-items'), n: sample.items };
  }
  const known = { figure, n: parts.n, pa: parts.pa, pe: parts.pe };
  if (!rule.pulls) return { ...known, interval: undefinedBecause('no-published-interval') };
  const variance = varianceOf({ sample, weighed, parts, pulls: rule.pulls });
  const more = raters === 'random' ? varianceOfRaters({ table, rule, weights }) : 0;
  if (variance === undefined) return { ...known, interval: undefinedBecause('one-case') };
  if (more === undefined) return { ...known, interval: undefinedBecause('few-raters') };
  const se = Math.sqrt(variance + more);
  return { ...known, se, interval: studentInterval(figure.value, { se, n: parts.n, level }) };
}

const undefinedCoefficient = (because: UndefinedReason): Coefficient => ({
  figure: undefinedBecause(because),
  interval: undefinedBecause(because),
  n: 0,
});

/** Value ± t(n − 1) · se, capped at 1 as the published tables cap it. */
function studentInterval(value: number, { se, n, level }: { se: number; n: number; level: number }): Interval {
  if (se < 1e-12) return undefinedBecause('no-spread');
  const reach = studentQuantile((1 + level) / 2, n - 1) * se;
  return { state: 'defined', lower: value - reach, upper: Math.min(1, value + reach), level, method: 'analytic' };
}

interface Pulled {
  readonly sample: RatingSample;
  readonly weighed: Weighed;
  readonly parts: Parts;
  readonly pulls: NonNullable<CoefficientRule['pulls']>;
}

/** Σ pulls² / n(n − 1), conditional on the raters (Gwet 2014, chapter 5); / n² for a published table of two raters. */
function varianceOf({ sample, weighed, parts, pulls }: Pulled): number | undefined {
  const { n } = parts;
  if (n < 2) return undefined;
  const values = pulls(sample, weighed, parts);
  const squares = values.reduce((sum, pull, row) => sum + (sample.frequency[row] ?? 0) * pull * pull, 0);
  return squares / (n * (sample.table.contingency ? n : n - 1));
}

/** What the choice of raters adds: the jackknife over raters (Gwet 2008, Psychometrika 73:407). Needs three of them. */
function varianceOfRaters({ table, rule, weights }: Omit<CoefficientRequest, 'level'>): number | undefined {
  if (table.raters < 3) return undefined;
  const values: number[] = [];
  for (let left = 0; left < table.raters; left++) {
    const tally = tallyOf(
      table,
      new Float64Array(table.raters).fill(1).map((_, rater) => (rater === left ? 0 : 1)),
    );
    const sample = new RatingSample(tally);
    const figure: Figure = coefficientOf(rule.parts(sample, weigh(tally, weights)), sample);
    if (figure.state === 'undefined') return undefined;
    values.push(figure.value);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return ((values.length - 1) / values.length) * squares;
}
