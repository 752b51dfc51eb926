/** A share of independent cases, with an interval that stays honest near 0 and 1 and for few cases. */
import { analyticInterval } from './analytic-interval.ts';
import { defined, type Estimate, type Interval } from '../figure.ts';
import { betaQuantile } from '../distributions/incomplete-beta.ts';
import { normalQuantile } from '../distributions/normal.ts';

/** Wilson's interval holds on average over shares, Clopper & Pearson's at least as often as promised for every one. */
export type ProportionMethod = 'wilson' | 'clopper-pearson';

interface ProportionOptions {
  readonly method?: ProportionMethod;
  /** Nominal coverage; 0.95 by default. */
  readonly level?: number;
}

/** @param count of `n` cases, n ≥ 1 */
export function proportion(
  count: number,
  n: number,
  { method = 'wilson', level = 0.95 }: ProportionOptions = {},
): Estimate {
  const interval = method === 'wilson' ? wilson(count, n, level) : clopperPearson(count, n, level);
  return { figure: defined(count / n), interval, n };
}

/** Wilson 1927, J Am Stat Assoc 22:209. */
function wilson(count: number, n: number, level: number): Interval {
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const middle = (count + z2 / 2) / (n + z2);
  const reach = Math.sqrt(z2 * ((count * (n - count)) / n + z2 / 4)) / (n + z2);
  return analyticInterval(count === 0 ? 0 : middle - reach, count === n ? 1 : middle + reach, level);
}

/** Clopper & Pearson 1934, Biometrika 26:404, by quantiles of the beta distribution. */
function clopperPearson(count: number, n: number, level: number): Interval {
  const tail = (1 - level) / 2;
  const lower = count === 0 ? 0 : betaQuantile(tail, count, n - count + 1);
  const upper = count === n ? 1 : betaQuantile(1 - tail, count + 1, n - count);
  return analyticInterval(lower, upper, level);
}
