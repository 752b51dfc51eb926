/**
 * Limits of agreement: by how much two readers differ, in the unit they measure in, not as a coefficient (Bland & Altman 1986,
 * Lancet i:307). A difference is the first reader's value less the second's.
 */
import { analyticInterval } from '../intervals/analytic-interval.ts';
import { noncentralQuantile } from '../distributions/noncentral-t.ts';
import { defined, undefinedBecause, type Estimate, type Figure, type Interval, type Undefined } from '../figure.ts';
import { bootstrappedTogether, type Draw } from '../intervals/bootstrap.ts';
import { clusteredSpread } from './clustered-differences.ts';
import type { Measurements, RaterDesign } from './measurements.ts';
import { pairsOf } from './pairs.ts';
import { studentQuantile } from '../distributions/student.ts';

export interface LimitsOfAgreement {
  /** Mean difference, in the unit of the measurements. */
  readonly bias: Estimate;
  /** Bias less and plus 1.96 standard deviations: about 95 % of differences lie between, if they are normally distributed. */
  readonly lower: Estimate;
  readonly upper: Estimate;
  /** Standard deviation of a difference. Of independent ones with n − 1, else of one of any patient. */
  readonly deviation: Figure;
  /** Whether each difference is of another patient. */
  readonly independent: boolean;
}

interface BlandAltmanOptions extends RaterDesign {
  /** The patient behind each row. Where a patient has several, patients are resampled. */
  readonly clusters?: readonly string[];
  readonly resampling?: { readonly seed: number; readonly resamples?: number };
  /** Nominal coverage of the intervals around bias and limits; 0.95 by default. The limits themselves are those of the paper. */
  readonly level?: number;
}

const SPREAD = 1.96;

export function blandAltman(measurements: Measurements, options: BlandAltmanOptions = {}): LimitsOfAgreement {
  const pairs = pairsOf(measurements, options);
  const n = measurements.length;
  if (pairs.state === 'undefined') return nothing(pairs, n);
  if (n < 2) return nothing(undefinedBecause('one-item'), n);
  const differences = pairs.first.map((value, i) => value - (pairs.second[i] ?? 0));
  const { clusters = [] } = options;
  return new Set(clusters).size < clusters.length
    ? limitsOfPatients(differences, { ...options, clusters })
    : limitsOfSingles(differences, options);
}

/** Intervals are t(n − 1) with s²/n for the bias and s²(1/n + 1.96²/2(n − 1)) for a limit (Bland & Altman 1999, Stat Methods Med Res 8:135). */
function limitsOfSingles(differences: Float64Array, { level = 0.95 }: BlandAltmanOptions): LimitsOfAgreement {
  const n = differences.length;
  const bias = differences.reduce((sum, d) => sum + d, 0) / n;
  const deviation = Math.sqrt(differences.reduce((sum, d) => sum + (d - bias) ** 2, 0) / (n - 1));
  const isFlat = deviation <= 1e-12 * Math.max(...differences.map(Math.abs));
  const t = studentQuantile((1 + level) / 2, n - 1);
  const between = (lower: number, upper: number): Interval =>
    isFlat ? undefinedBecause('no-spread') : analyticInterval(lower, upper, level);
  const around = (value: number, variance: number): Estimate => ({
    figure: defined(value),
    interval: between(value - t * Math.sqrt(variance), value + t * Math.sqrt(variance)),
    n,
  });
  const ofLimit = deviation ** 2 * (1 / n + SPREAD ** 2 / (2 * (n - 1)));
  return {
    bias: around(bias, deviation ** 2 / n),
    lower: around(bias - SPREAD * deviation, ofLimit),
    upper: around(bias + SPREAD * deviation, ofLimit),
    deviation: defined(deviation),
    independent: true,
  };
}

/**
 * Exact intervals of both limits, where differences are independent and normal: the true limit lies t′(n − 1, 1.96√n)/√n standard
 * deviations from the bias (Carkeet 2015, Optom Vis Sci 92:e71). For few pairs the usual ones above are too narrow outwards.
 */
export function exactLimits(
  { bias, deviation, independent }: LimitsOfAgreement,
  level = 0.95,
): { readonly lower: Interval; readonly upper: Interval } {
  const both = (interval: Undefined) => ({ lower: interval, upper: interval });
  if (bias.figure.state === 'undefined') return both(bias.figure);
  if (deviation.state === 'undefined' || !independent) return both(undefinedBecause('repeated-items'));
  if (bias.interval.state === 'undefined') return both(bias.interval);
  const limit = { df: bias.n - 1, shift: SPREAD * Math.sqrt(bias.n) };
  const reach = (p: number): number => (deviation.value * noncentralQuantile(p, limit)) / Math.sqrt(bias.n);
  const [near, far] = [reach((1 - level) / 2), reach((1 + level) / 2)];
  const { value } = bias.figure;
  return {
    lower: analyticInterval(value - far, value - near, level),
    upper: analyticInterval(value + near, value + far, level),
  };
}

type Clustered = BlandAltmanOptions & { readonly clusters: readonly string[] };

/** Bias ± 1.96 √(between + within); no interval is published that holds for few patients, so patients are resampled. */
function limitsOfPatients(differences: Float64Array, { clusters, resampling, level }: Clustered): LimitsOfAgreement {
  const n = differences.length;
  const { patients, spread } = clusteredSpread(differences, clusters);
  if (patients < 2) return nothing(undefinedBecause('one-patient'), n);
  const none = undefinedBecause('no-published-interval');
  const statistics = (draw?: Draw): Figure[] => {
    const { mean, between, within } = spread(draw?.times);
    const deviation = Math.sqrt(between + within);
    return [mean, mean - SPREAD * deviation, mean + SPREAD * deviation].map((value) =>
      Number.isFinite(value) ? defined(value) : undefinedBecause('one-patient'),
    );
  };
  const drawn =
    resampling &&
    bootstrappedTogether({ ...resampling, units: patients, statistics, ...(level !== undefined && { level }) });
  const [bias = nowhere(n), lower = nowhere(n), upper = nowhere(n)] = statistics().map((figure, i) => ({
    figure,
    interval: drawn?.[i]?.interval ?? none,
    n,
  }));
  const { between, within } = spread();
  return { bias, lower, upper, deviation: defined(Math.sqrt(between + within)), independent: false };
}

const nowhere = (n: number): Estimate => ({
  figure: undefinedBecause('no-items'),
  interval: undefinedBecause('no-items'),
  n,
});

function nothing(figure: Undefined, n: number): LimitsOfAgreement {
  const estimate = { figure, interval: figure, n };
  return {
    bias: estimate,
    lower: estimate,
    upper: estimate,
    deviation: figure,
    independent: true,
  };
}
