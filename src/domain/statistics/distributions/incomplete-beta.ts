/** The regularised incomplete beta function: one function behind the t, F, beta and binomial distributions. */
import { crossing } from './bisection.ts';
import { logGamma } from './log-gamma.ts';

const PRECISION = 1e-16;
/** Keeps the denominators of Lentz's method away from zero. */
const TINY = 1e-300;

/** Iₓ(a, b) for 0 ≤ x ≤ 1 and a, b > 0: the share of a beta distribution that lies below x. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean only; beyond it the mirrored function is read (DLMF 8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - lowerBeta(1 - x, b, a);
  return lowerBeta(x, a, b);
}

/** The x below which the share p of a beta distribution lies. */
export const betaQuantile = (p: number, a: number, b: number): number =>
  crossing((x) => incompleteBeta(x, a, b) - p, { low: 0, high: 1 });

/** xᵃ(1 − x)ᵇ / aB(a, b) times a continued fraction (DLMF 8.17.22), evaluated by Lentz's method (Thompson & Barnett 1986). */
function lowerBeta(x: number, a: number, b: number): number {
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x) - Math.log(a),
  );
  let [c, d] = [1, awayFromZero(1 - ((a + b) * x) / (a + 1))];
  d = 1 / d;
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return Math.min(1, front * fraction);
}

const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
