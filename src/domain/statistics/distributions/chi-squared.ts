/** The χ² distribution, as far as tests need it: how often chance alone goes this far. */
import { logGamma } from './log-gamma.ts';

const PRECISION = 1e-16;
const TINY = 1e-300;
const MOST_TERMS = 100_000;

/** P(χ² ≥ x): the regularised upper incomplete gamma function Q(df/2, x/2) (Abramowitz & Stegun 26.4.19). @param df > 0 */
export function chiSquaredUpperTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const [a, z] = [df / 2, x / 2];
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - front * lowerSeries(a, z) : front * upperFraction(a, z);
}

/** Σ zⁿ / a(a + 1)…(a + n) (DLMF 8.7.1). */
function lowerSeries(a: number, z: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n < MOST_TERMS && term > PRECISION * sum; n++) {
    term *= z / (a + n);
    sum += term;
  }
  return sum;
}

/** The continued fraction of Γ(a, z) (DLMF 8.9.2), evaluated by Lentz's method; its denominators are positive for z > a + 1. */
function upperFraction(a: number, z: number): number {
  let b = z + 1 - a;
  let [c, d] = [1 / TINY, 1 / b];
  let fraction = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return fraction;
}
