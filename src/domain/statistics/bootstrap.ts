/**
 * How sure is a figure? Cases are drawn again and again with replacement, and the spread of the figure over the draws gives the
 * interval. It holds for these readers and cases like these; it says nothing about other readers.
 */
import { seeded, type Random } from '../kernel/random.ts';
import { undefinedBecause, type Estimate, type Figure, type Interval } from './figure.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** How often each unit counts in a resample; unit i of the statistic's own data. */
export type Times = Float64Array;

export interface BootstrapOptions {
  /** How many units can be drawn. What belongs together (the lesions of a patient) must be one unit. */
  readonly units: number;
  /** The figure of a resample; without `times` every unit counts once. Linear in the units, or resampling gets slow. */
  readonly statistic: (times?: Times) => Figure;
  readonly seed: number;
  /** 2,000 by default. */
  readonly resamples?: number;
  /** Nominal coverage; 0.95 by default. */
  readonly level?: number;
}

/** Below this share of resamples in which the figure exists, an interval would describe the lucky ones only. */
const USABLE = 0.9;

/** Beyond this many units the jackknife leaves out groups of units, not single ones, so that it stays linear in time. */
const JACKKNIFE_GROUPS = 500;

/** The figure with its bias-corrected and accelerated interval. The same seed gives the same interval on every machine. */
export function bootstrapped(options: BootstrapOptions): Estimate {
  const figure = options.statistic();
  return { figure, interval: intervalOf(figure, options), n: options.units };
}

function intervalOf(figure: Figure, options: BootstrapOptions): Interval {
  if (figure.state === 'undefined') return figure;
  if (options.units < 2) return undefinedBecause('one-case');
  const resamples = options.resamples ?? 2000;
  const values = resampledValues(options, resamples);
  if (values.length < USABLE * resamples) return undefinedBecause('undefined-resamples');
  const [lowest, highest] = [values[0] ?? 0, values.at(-1) ?? 0];
  if (highest - lowest < 1e-12) return undefinedBecause('no-variation');
  const level = options.level ?? 0.95;
  const corrected = correctedLevels(figure.value, { values, level, acceleration: accelerationOf(options) });
  const [low, high] = corrected ?? [(1 - level) / 2, (1 + level) / 2];
  return {
    state: 'defined',
    lower: quantile(values, low),
    upper: quantile(values, high),
    level,
    method: corrected ? 'bca' : 'percentile',
    resamples,
  };
}

/** Sorted values of the resamples in which the figure exists. */
function resampledValues({ units, statistic, seed }: BootstrapOptions, resamples: number): Float64Array {
  const random = seeded(seed);
  const times = new Float64Array(units);
  const values: number[] = [];
  for (let i = 0; i < resamples; i++) {
    draw(random, times);
    const figure = statistic(times);
    if (figure.state === 'defined') values.push(figure.value);
  }
  return Float64Array.from(values).sort();
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

/** Acceleration a = Σd³ / 6(Σd²)^1.5 over the jackknife's deviations d (Efron 1987; Efron & Tibshirani 1993, chapter 14.3). */
function accelerationOf({ units, statistic }: BootstrapOptions): number | undefined {
  const groups = Math.min(units, JACKKNIFE_GROUPS);
  const values: number[] = [];
  for (let group = 0; group < groups; group++) {
    const times = new Float64Array(units).fill(1);
    for (let unit = group; unit < units; unit += groups) times[unit] = 0;
    const figure = statistic(times);
    if (figure.state === 'undefined') return undefined;
    values.push(figure.value);
  }
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
