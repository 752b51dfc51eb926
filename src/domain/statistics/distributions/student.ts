/** Student's t distribution: how far a mean of few values may stray. Degrees of freedom may be broken, and infinite for the normal. */
import { crossing } from './bisection.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** P(T ≤ t) (Abramowitz & Stegun 26.7.1). @param df > 0 */
export function studentCdf(t: number, df: number): number {
  if (df === Infinity) return normalCdf(t);
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T ≤ t) = p; infinite at 0 and 1. @param df > 0 */
export function studentQuantile(p: number, df: number): number {
  if (df === Infinity) return normalQuantile(p);
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p === 0.5) return 0;
  // The lower tail is computed without cancellation, so the upper one is its mirror image.
  if (p > 0.5) return -studentQuantile(1 - p, df);
  let low = -1;
  while (studentCdf(low, df) > p) low *= 2;
  return crossing((t) => studentCdf(t, df) - p, { low, high: 0 });
}

/** P(|T| ≥ |t|): the p value of a two-sided test. */
export const studentTwoSided = (t: number, df: number): number => 2 * studentCdf(-Math.abs(t), df);
