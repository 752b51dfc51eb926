/**
 * How sure is a figure? Cases are drawn again and again with replacement, and the spread of the figure over the draws gives the
 * interval. It holds for these readers and cases like these; it says nothing about other readers.
 */
import { seeded, type Random } from '../../kernel/random.ts';
import { undefinedBecause, type Estimate, type Figure, type Interval } from '../figure.ts';
import { normalCdf, normalQuantile } from '../distributions/normal.ts';

/** How often each unit counts in a resample; unit i of the statistic's own data. */
export type Times = Float64Array;

interface Resampling {
  /** How many units can be drawn. What belongs together (the lesions of a patient) must be one unit. */
  readonly units: number;
  readonly seed: number;
  /** 2,000 by default. */
  readonly resamples?: number;
  /** Nominal coverage; 0.95 by default. */
  readonly level?: number;
}

export interface BootstrapOptions extends Resampling {
  /** The figure of a resample; without `times` every unit counts once. Linear in the units, or resampling gets slow. */
  readonly statistic: (times?: Times) => Figure;
}

/** A resample of units and, where figures are to hold for raters in general, of raters. */
export interface Draw {
  readonly times: Times;
  readonly raterTimes?: Times;
}

export interface JointOptions extends Resampling {
  /** Several figures of one resample, always as many; drawing is done once for all of them. */
  readonly statistics: (draw?: Draw) => readonly Figure[];
  /** Draws as many raters with replacement, too. */
  readonly raters?: number;
}

export interface Resampled extends Estimate {
  /** Standard deviation over the resamples. */
  readonly se?: number;
}

/** Below this share of resamples in which the figure exists, an interval would describe the lucky ones only. */
const USABLE = 0.9;

/** Beyond this many units the jackknife leaves out groups of units, not single ones, so that it stays linear in time. */
const JACKKNIFE_GROUPS = 500;

/** The figure with its bias-corrected and accelerated interval. The same seed gives the same interval on every machine. */
export function bootstrapped({ statistic, ...resampling }: BootstrapOptions): Estimate {
  const [only] = bootstrappedTogether({ ...resampling, statistics: (drawn) => [statistic(drawn?.times)] });
  const { figure, interval, n } = only ?? undefinedEstimate(resampling.units);
  return { figure, interval, n };
}

/** Several figures of the same data, each with its interval; their resamples are the same ones. */
export function bootstrappedTogether(options: JointOptions): readonly Resampled[] {
  const figures = options.statistics();
  const wanted = figures.some((figure) => figure.state === 'defined') && options.units > 1;
  const resamples = options.resamples ?? 2000;
  const values = wanted ? resampledValues(options, resamples, figures.length) : [];
  // Raters vary in their own way; an acceleration over cases alone would not describe both.
  const accelerations = wanted && options.raters === undefined ? accelerationsOf(options, figures.length) : [];
  return figures.map((figure, i) => {
    const sorted = Float64Array.from(values[i] ?? []).sort();
    const interval = intervalOf(figure, { ...options, resamples, sorted, acceleration: accelerations[i] });
    const known = { figure, interval, n: options.units };
    return interval.state === 'defined' ? { ...known, se: deviation(sorted) } : known;
  });
}

const undefinedEstimate = (n: number): Estimate => ({
  figure: undefinedBecause('no-items'),
  interval: undefinedBecause('no-items'),
  n,
});

interface Drawn {
  readonly units: number;
  readonly level?: number;
  readonly resamples: number;
  /** The figure's values in the resamples in which it exists. */
  readonly sorted: Float64Array;
  readonly acceleration: number | undefined;
}

function intervalOf(figure: Figure, { units, level = 0.95, resamples, sorted, acceleration }: Drawn): Interval {
  if (figure.state === 'undefined') return figure;
  if (units < 2) return undefinedBecause('one-case');
  if (sorted.length < USABLE * resamples) return undefinedBecause('undefined-resamples');
  const [lowest, highest] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (highest - lowest < 1e-12) return undefinedBecause('no-variation');
  const corrected = correctedLevels(figure.value, { values: sorted, level, acceleration });
  const [low, high] = corrected ?? [(1 - level) / 2, (1 + level) / 2];
  return {
    state: 'defined',
    lower: quantile(sorted, low),
    upper: quantile(sorted, high),
    level,
    method: corrected ? 'bca' : 'percentile',
    resamples,
  };
}

/** For each figure its values in the resamples in which it exists. */
function resampledValues(
  { units, raters, statistics, seed }: JointOptions,
  resamples: number,
  figures: number,
): number[][] {
  const random = seeded(seed);
  const times = new Float64Array(units);
  const raterTimes = raters === undefined ? undefined : new Float64Array(raters);
  const values = Array.from({ length: figures }, (): number[] => []);
  for (let i = 0; i < resamples; i++) {
    draw(random, times);
    if (raterTimes) draw(random, raterTimes);
    for (const [at, figure] of statistics({ times, ...(raterTimes && { raterTimes }) }).entries()) {
      if (figure.state === 'defined') values[at]?.push(figure.value);
    }
  }
  return values;
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
}

function draw(random: Random, times: Times): void {
  times.fill(0);
  for (let i = 0; i < times.length; i++) {
    const unit = random.int(0, times.length - 1);
    times[unit] = (times[unit] ?? 0) + 1;
  }
}

/**
 * The levels at which BCa reads the sorted resamples: Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))) for the normal quantile z of each nominal
 * level, bias z₀ and acceleration a (Efron 1987, J Am Stat Assoc 82:171). Undefined where the correction does not exist (all resamples on one side, a jackknife without values); the plain percentiles are used then.
 * Resamples equal to the figure count half on each side, as discrete figures are often met exactly.
 */
function correctedLevels(
  value: number,
  { values, level, acceleration }: { values: Float64Array; level: number; acceleration: number | undefined },
): readonly [number, number] | undefined {
  let below = 0;
  for (const v of values) below += v < value - 1e-12 ? 1 : v <= value + 1e-12 ? 0.5 : 0;
  const bias = normalQuantile(below / values.length);
  if (!Number.isFinite(bias) || acceleration === undefined) return undefined;
  const corrected = (p: number): number | undefined => {
    const z = bias + normalQuantile(p);
    const room = 1 - acceleration * z;
    return room > 0 ? normalCdf(bias + z / room) : undefined;
  };
  const [low, high] = [corrected((1 - level) / 2), corrected((1 + level) / 2)];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** The acceleration of each figure, from a jackknife of all of them at once. */
function accelerationsOf({ units, statistics }: JointOptions, figures: number): (number | undefined)[] {
  const groups = Math.min(units, JACKKNIFE_GROUPS);
  const values = Array.from({ length: figures }, (): number[] => []);
  const times = new Float64Array(units);
  for (let group = 0; group < groups; group++) {
    times.fill(1);
    for (let unit = group; unit < units; unit += groups) times[unit] = 0;
    for (const [at, figure] of statistics({ times }).entries()) {
      if (figure.state === 'defined') values[at]?.push(figure.value);
    }
  }
  return values.map((left) => (left.length === groups ? acceleration(left) : undefined));
}

/** a = Σd³ / 6(Σd²)^1.5 over the jackknife's deviations d (Efron 1987; Efron & Tibshirani 1993, chapter 14.3). */
function acceleration(values: readonly number[]): number | undefined {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  let [squares, cubes] = [0, 0];
  for (const v of values) {
    squares += (mean - v) ** 2;
    cubes += (mean - v) ** 3;
  }
  return squares > 1e-24 ? cubes / (6 * squares ** 1.5) : undefined;
}

/** Linear interpolation between sorted values (Hyndman & Fan 1996, definition 7). */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (at - Math.floor(at)) * (high - low);
}
