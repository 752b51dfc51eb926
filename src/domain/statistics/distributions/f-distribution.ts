/** The F distribution: how far the ratio of two mean squares may stray. Degrees of freedom may be broken. */
import { crossing } from './bisection.ts';
import { chiSquaredUpperTail } from './chi-squared.ts';
import { incompleteBeta } from './incomplete-beta.ts';

/** P(F ≤ f) (Abramowitz & Stegun 26.6.2). @param df1 of the numerator, > 0 @param df2 of the denominator, > 0 */
export const fCdf = (f: number, df1: number, df2: number): number =>
  f <= 0 ? 0 : incompleteBeta(shareOf(df1 * f, df2), df1 / 2, df2 / 2);

/** P(F ≥ f): the p value of an analysis of variance. @param df2 may be infinite */
export function fUpperTail(f: number, df1: number, df2: number): number {
  if (f <= 0) return 1;
  if (df2 === Infinity) return chiSquaredUpperTail(df1 * f, df1);
  // Whichever of the two arguments is small is exact; one near 1 has lost its digits.
  return 1000 * df1 * f < df2 ? 1 - fCdf(f, df1, df2) : incompleteBeta(shareOf(df2, df1 * f), df2 / 2, df1 / 2);
}

/** The f with P(F ≤ f) = p; infinite at 1. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Infinity;
  // Far out the distribution is 1 to the last digit, while its upper tail still falls.
  const beyond = (f: number): number => (p > 0.5 ? 1 - p - fUpperTail(f, df1, df2) : fCdf(f, df1, df2) - p);
  let high = 1;
  while (beyond(high) < 0 && high < Number.MAX_VALUE / 2) high *= 2;
  return crossing(beyond, { low: 0, high });
}

/** a / (a + b), also where both are too large to be added. */
const shareOf = (a: number, b: number): number => 1 / (1 + b / a);
