/**
 * Lin's concordance correlation: how closely the pairs of two readers lie to the line of equality. Unlike Pearson's
 * correlation it falls when one reader measures higher throughout (Lin 1989, Biometrics 45:255).
 */
import { analyticInterval } from '../intervals/analytic-interval.ts';
import type { Times } from '../intervals/bootstrap.ts';
import { defined, undefinedBecause, type Estimate, type Figure, type Interval } from '../figure.ts';
import type { Measurements, RaterDesign } from './measurements.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { pairsOf, type Pairs } from './pairs.ts';

interface ConcordanceOptions extends RaterDesign {
  /** Nominal coverage; 0.95 by default. */
  readonly level?: number;
}

/** ρc with the interval of its z transform. @returns −1 to 1 */
export function linConcordance(measurements: Measurements, options: ConcordanceOptions = {}): Estimate {
  const n = measurements.length;
  const pairs = pairsOf(measurements, options);
  if (pairs.state === 'undefined') return { figure: pairs, interval: pairs, n };
  const moments = momentsOf(pairs);
  const figure = concordanceOf(moments);
  return { figure, interval: intervalOf(figure, moments, options.level ?? 0.95), n };
}

/** The figure alone, as often as a bootstrap asks. */
export function linConcordanceFigure(measurements: Measurements): (times?: Times) => Figure {
  const pairs = pairsOf(measurements, {});
  return (times) => (pairs.state === 'undefined' ? pairs : concordanceOf(momentsOf(pairs, times)));
}

/** Means, variances and covariance with the divisor n, as Lin has them. */
interface Moments {
  readonly n: number;
  readonly shift: number;
  readonly variances: readonly [number, number];
  readonly covariance: number;
}

function momentsOf({ first, second }: Pairs, times?: Times): Moments {
  const weights = times ?? new Float64Array(first.length).fill(1);
  let [n, a, b] = [0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    const weight = weights[i] ?? 0;
    n += weight;
    a += weight * (first[i] ?? 0);
    b += weight * (second[i] ?? 0);
  }
  const [meanA, meanB] = [a / n, b / n];
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    const weight = weights[i] ?? 0;
    const da = (first[i] ?? 0) - meanA;
    const db = (second[i] ?? 0) - meanB;
    aa += weight * da * da;
    bb += weight * db * db;
    ab += weight * da * db;
  }
  return { n, shift: meanA - meanB, variances: [aa / n, bb / n], covariance: ab / n };
}

/** ρc = 2s₁₂ / (s₁² + s₂² + (m₁ − m₂)²) (Lin 1989, p. 258). */
function concordanceOf({ n, shift, variances: [a, b], covariance }: Moments): Figure {
  if (n < 2) return undefinedBecause('one-item');
  const spread = a + b + shift * shift;
  // A reader who always gives the same value agrees with nobody's differences: the coefficient is 0 by form only.
  return spread === 0 || a === 0 || b === 0 ? undefinedBecause('items-alike') : defined((2 * covariance) / spread);
}

/** tanh(artanh ρc ± z·s), with s² of Lin 1989 as corrected by Lin 2000 (Biometrics 56:324). */
function intervalOf(figure: Figure, moments: Moments, level: number): Interval {
  if (figure.state === 'undefined') return figure;
  if (moments.n < 3) return undefinedBecause('one-case');
  const { shift, variances, covariance } = moments;
  const scale = Math.sqrt(variances[0] * variances[1]);
  const [c, r, u2] = [figure.value, covariance / scale, shift ** 2 / scale];
  const off = 1 - c * c;
  if (off < 1e-12) return undefinedBecause('no-spread');
  if (Math.abs(r) < 1e-12) return undefinedBecause('unbounded');
  const variance =
    ((1 - r * r) * c * c) / (off * r * r) +
    (2 * c ** 3 * (1 - c) * u2) / (r * off * off) -
    (c ** 4 * u2 * u2) / (2 * r * r * off * off);
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(Math.max(0, variance) / (moments.n - 2));
  return reach < 1e-12
    ? undefinedBecause('no-spread')
    : analyticInterval(Math.tanh(Math.atanh(c) - reach), Math.tanh(Math.atanh(c) + reach), level);
}
