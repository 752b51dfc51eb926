/**
 * The area under the empirical ROC curve: the chance that a diseased case is rated higher than a healthy one, ties half
 * (Bamber 1975, J Math Psychol 12:387). No curve is fitted.
 */
import { analyticInterval } from '../intervals/analytic-interval.ts';
import { defined, undefinedBecause, type Estimate, type Interval, type Undefined } from '../figure.ts';
import { midRanks } from '../measurements/mid-ranks.ts';
import { normalCdf, normalQuantile } from '../distributions/normal.ts';

/** Ratings of one reader; higher means surer of the disease. −Infinity is "not marked". */
export interface RatedCases {
  readonly diseased: Float64Array;
  readonly healthy: Float64Array;
}

/** What each case contributes: the structural components of DeLong, DeLong & Clarke-Pearson 1988 (Biometrics 44:837). */
export interface Placements {
  readonly state: 'defined';
  readonly area: number;
  /** Per diseased case the share of healthy ones rated lower (V₁₀). */
  readonly diseased: Float64Array;
  /** Per healthy case the share of diseased ones rated higher (V₀₁). */
  readonly healthy: Float64Array;
}

/** In n log n by mid-ranks (Sun & Xu 2014, IEEE Signal Process Lett 21:1389). */
export function placements({ diseased, healthy }: RatedCases): Placements | Undefined {
  const [m, n] = [diseased.length, healthy.length];
  if (m === 0) return undefinedBecause('no-diseased');
  if (n === 0) return undefinedBecause('no-healthy');
  const together = new Float64Array(m + n);
  together.set(diseased);
  together.set(healthy, m);
  const all = midRanks(together).ranks;
  const [among, beside] = [midRanks(diseased).ranks, midRanks(healthy).ranks];
  const above = among.map((rank, i) => ((all[i] ?? 0) - rank) / n);
  const below = beside.map((rank, j) => 1 - ((all[m + j] ?? 0) - rank) / m);
  return { state: 'defined', area: mean(above), diseased: above, healthy: below };
}

export interface AreaEstimate extends Estimate {
  readonly se?: number;
}

/** The area with DeLong's standard error and a normal interval, cut off at 0 and 1. */
export function empiricalArea(cases: RatedCases, level = 0.95): AreaEstimate {
  const found = placements(cases);
  const n = cases.diseased.length + cases.healthy.length;
  if (found.state === 'undefined') return { figure: found, interval: found, n };
  const variance = covariance(found, found);
  const figure = defined(found.area);
  if (variance === undefined) return { figure, interval: undefinedBecause('one-case'), n };
  const se = Math.sqrt(variance);
  const { lower, upper } = around(found.area, se, level);
  const interval =
    se < 1e-12 ? undefinedBecause('no-spread') : analyticInterval(Math.max(0, lower), Math.min(1, upper), level);
  return { figure, interval, n, se };
}

export interface AreaComparison {
  readonly state: 'defined';
  /** First less second. */
  readonly difference: number;
  readonly se: number;
  readonly z: number;
  readonly p: number;
  readonly interval: Interval;
}

/** Two readings of the same cases in the same order (DeLong et al. 1988). */
export function compareAreas(first: Placements, second: Placements, level = 0.95): AreaComparison | Undefined {
  const [a, b, both] = [covariance(first, first), covariance(second, second), covariance(first, second)];
  if (a === undefined || b === undefined || both === undefined) return undefinedBecause('one-case');
  const difference = first.area - second.area;
  const se = Math.sqrt(Math.max(0, a + b - 2 * both));
  if (se < 1e-12) return undefinedBecause('no-spread');
  const { lower, upper } = around(difference, se, level);
  const z = difference / se;
  return {
    state: 'defined',
    difference,
    se,
    z,
    p: 2 * normalCdf(-Math.abs(z)),
    interval: analyticInterval(lower, upper, level),
  };
}

/** S₁₀/m + S₀₁/n; none for a single case on either side. */
function covariance(a: Placements, b: Placements): number | undefined {
  const [m, n] = [a.diseased.length, a.healthy.length];
  if (m < 2 || n < 2) return undefined;
  return products(a.diseased, b.diseased) / (m * (m - 1)) + products(a.healthy, b.healthy) / (n * (n - 1));
}

function products(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - meanA) * ((b[i] ?? 0) - meanB), 0);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function around(value: number, se: number, level: number): { lower: number; upper: number } {
  const reach = normalQuantile((1 + level) / 2) * se;
  return { lower: value - reach, upper: value + reach };
}
