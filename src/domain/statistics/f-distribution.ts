/** The F distribution: how far the ratio of two mean squares may stray. Degrees of freedom may be broken. */
import { crossing } from './bisection.ts';
import { chiSquaredUpperTail } from './chi-squared.ts';
import { incompleteBeta } from './incomplete-beta.ts';

/** P(F ≤ f) (Abramowitz & Stegun 26.6.2). @param df1 of the numerator, > 0 @param df2 of the denominator, > 0 */
export const fCdf = (f: number, df1: number, df2: number): number =>
  f <= 0 ? 0 : incompleteBeta((df1 * f) / (df1 * f + df2), df1 / 2, df2 / 2);

/** P(F ≥ f): the p value of an analysis of variance, without cancellation far out. @param df2 may be infinite */
export function fUpperTail(f: number, df1: number, df2: number): number {
  if (f <= 0) return 1;
  return df2 === Infinity ? chiSquaredUpperTail(df1 * f, df1) : incompleteBeta(df2 / (df1 * f + df2), df2 / 2, df1 / 2);
}

/** The f with P(F ≤ f) = p; infinite at 1. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Infinity;
  let high = 1;
  while (fCdf(high, df1, df2) < p && high < Number.MAX_VALUE / 2) high *= 2;
  return crossing((f) => fCdf(f, df1, df2) - p, { low: 0, high });
}
