/**
 * Limits of agreement: by how much two readers differ, in the unit they measure in, not as a coefficient (Bland & Altman 1986,
 * Lancet i:307). A difference is the first reader's value less the second's.
 */
import { analyticInterval } from '../intervals/analytic-interval.ts';
import { defined, undefinedBecause, type Estimate, type Figure } from '../figure.ts';
import type { Measurements, RaterDesign } from './measurements.ts';
import { pairsOf } from './pairs.ts';
import { studentQuantile } from '../distributions/student.ts';

export interface LimitsOfAgreement {
  /** Mean difference, in the unit of the measurements. */
  readonly bias: Estimate;
  /** Bias less and plus 1.96 standard deviations: about 95 % of differences lie between, if they are normally distributed. */
  readonly lower: Estimate;
  readonly upper: Estimate;
  /** Standard deviation of the differences, with n − 1. */
  readonly deviation: Figure;
}

interface BlandAltmanOptions extends RaterDesign {
  /** The patient behind each row. Two rows of one patient are not independent, and the limits would be too narrow. */
  readonly clusters?: readonly string[];
  /** Nominal coverage of the intervals around bias and limits; 0.95 by default. The limits themselves are those of the paper. */
  readonly level?: number;
}

const SPREAD = 1.96;

/** Intervals are t(n − 1) with s²/n for the bias and s²(1/n + 1.96²/2(n − 1)) for a limit (Bland & Altman 1999, Stat Methods Med Res 8:135). */
export function blandAltman(measurements: Measurements, options: BlandAltmanOptions = {}): LimitsOfAgreement {
  const pairs = pairsOf(measurements, options);
  const n = measurements.length;
  const { clusters = [], level = 0.95 } = options;
  if (pairs.state === 'undefined') return nothing(pairs, n);
  if (new Set(clusters).size < clusters.length) return nothing(undefinedBecause('repeated-items'), n);
  if (n < 2) return nothing(undefinedBecause('one-item'), n);
  const differences = pairs.first.map((value, i) => value - (pairs.second[i] ?? 0));
  const bias = differences.reduce((sum, d) => sum + d, 0) / n;
  const squares = differences.reduce((sum, d) => sum + (d - bias) ** 2, 0);
  const deviation = Math.sqrt(squares / (n - 1));
  const t = studentQuantile((1 + level) / 2, n - 1);
  const around = (value: number, variance: number): Estimate => ({
    figure: defined(value),
    interval:
      deviation <= 1e-12 * Math.max(...differences.map(Math.abs))
        ? undefinedBecause('no-spread')
        : analyticInterval(value - t * Math.sqrt(variance), value + t * Math.sqrt(variance), level),
    n,
  });
  const ofLimit = deviation ** 2 * (1 / n + SPREAD ** 2 / (2 * (n - 1)));
  return {
    bias: around(bias, deviation ** 2 / n),
    lower: around(bias - SPREAD * deviation, ofLimit),
    upper: around(bias + SPREAD * deviation, ofLimit),
    deviation: defined(deviation),
  };
}

function nothing(figure: Figure & { readonly state: 'undefined' }, n: number): LimitsOfAgreement {
  const estimate = { figure, interval: figure, n };
  return { bias: estimate, lower: estimate, upper: estimate, deviation: figure };
}
