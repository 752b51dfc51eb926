/** The noncentral t distribution: (Z + δ) / √(χ²/ν). It says how far a sample may lie from a quantile of what it was drawn from. */
import { crossing } from './bisection.ts';
import { logGamma } from './log-gamma.ts';
import { normalCdf } from './normal.ts';

export interface Noncentral {
  /** Degrees of freedom ν, > 0. */
  readonly df: number;
  /** δ. */
  readonly shift: number;
}

/** Steps of the integral per width of what is integrated: the trapezoidal rule is exact to rounding then. */
const STEPS = 5;

/**
 * P(T ≤ t) = ∫ Φ(t s/√ν − δ) f(s) ds over the χ distribution of s (Johnson, Kotz & Balakrishnan 1995, Continuous Univariate
 * Distributions 2, chapter 31), with s = eᵘ, in which the integrand fades on both sides.
 */
export function noncentralCdf(t: number, { df, shift }: Noncentral): number {
  const scale = (df / 2 - 1) * Math.LN2 + logGamma(df / 2);
  const weight = (u: number): number => Math.exp(df * u - Math.exp(2 * u) / 2 - scale);
  const middle = Math.log(df) / 2;
  const step = Math.min(1 / Math.sqrt(2 * df), 1 / (1 + Math.abs(t))) / STEPS;
  const most = weight(middle);
  let sum = 0;
  for (const direction of [1, -1]) {
    for (let i = direction === 1 ? 0 : 1; ; i++) {
      const u = middle + direction * i * step;
      const w = weight(u);
      sum += w * normalCdf((t * Math.exp(u)) / Math.sqrt(df) - shift);
      if (w < 1e-17 * most) break;
    }
  }
  return Math.min(1, sum * step);
}

/** The t with P(T ≤ t) = p, 0 < p < 1. */
export function noncentralQuantile(p: number, noncentral: Noncentral): number {
  const beyond = (t: number): number => noncentralCdf(t, noncentral) - p;
  let reach = 1;
  while (beyond(noncentral.shift - reach) > 0) reach *= 2;
  const low = noncentral.shift - reach;
  while (beyond(noncentral.shift + reach) < 0) reach *= 2;
  return crossing(beyond, { low, high: noncentral.shift + reach });
}
