/**
 * Several readers read the same cases in several ways: does one way serve better, also for other readers and other cases?
 * The analysis of variance of Obuchowski & Rockette 1995 (Commun Stat Simul 24:285), corrected by Hillis 2007 (Stat Med 26:596).
 */
import { analyticInterval } from '../intervals/analytic-interval.ts';
import { chiSquaredUpperTail } from '../distributions/chi-squared.ts';
import { fUpperTail } from '../distributions/f-distribution.ts';
import { defined, undefinedBecause, type Estimate, type Undefined } from '../figure.ts';
import { studentQuantile, studentTwoSided } from '../distributions/student.ts';

/** A figure between 0 and 1 (an area, a sensitivity) per treatment and reader, with what cases alone make it vary. */
export interface ReaderFigures {
  readonly treatments: number;
  readonly readers: number;
  /** `figures[treatment * readers + reader]`. */
  readonly figures: Float64Array;
  /** Covariance of figures a and b over cases: `covariances[a * treatments * readers + b]`. */
  readonly covariances: Float64Array;
}

/** Mean covariances: of a figure with itself, same reader, same treatment, neither. */
export interface ErrorCovariances {
  readonly error: number;
  readonly sameReader: number;
  readonly sameTreatment: number;
  readonly neither: number;
}

export interface TreatmentDifference {
  readonly first: number;
  readonly second: number;
  readonly estimate: Estimate;
  readonly p: number;
}

export interface TreatmentComparison {
  readonly state: 'defined';
  readonly covariances: ErrorCovariances;
  /** For raters in general and cases like these: F with Hillis' degrees of freedom. */
  readonly readersInGeneral: { readonly f: number; readonly df1: number; readonly df2: number; readonly p: number };
  /** For these readers only, and cases like these: χ². */
  readonly theseReaders: { readonly chi2: number; readonly df: number; readonly p: number };
  /** Every pair of treatments, first less second, for readers in general. */
  readonly differences: readonly TreatmentDifference[];
}

/** @returns the comparison of at least two treatments by at least two readers */
export function compareTreatments(figures: ReaderFigures, level = 0.95): TreatmentComparison | Undefined {
  const { treatments: t, readers: r } = figures;
  if (t < 2) return undefinedBecause('one-treatment');
  if (r < 2) return undefinedBecause('one-rater');
  const covariances = errorCovariances(figures);
  const { treatment, interaction } = squaresOf(figures);
  const { error, sameReader, sameTreatment, neither } = covariances;
  const denominator = interaction + Math.max(0, r * (sameTreatment - neither));
  const fixed = error - sameReader + (r - 1) * (sameTreatment - neither);
  if (denominator <= 1e-18 || fixed <= 1e-18) return undefinedBecause('no-spread');
  const df1 = t - 1;
  const df2 = (denominator / interaction) ** 2 * (t - 1) * (r - 1);
  const f = treatment / denominator;
  const chi2 = (df1 * treatment) / fixed;
  return {
    state: 'defined',
    covariances,
    readersInGeneral: { f, df1, df2, p: fUpperTail(f, df1, df2) },
    theseReaders: { chi2, df: df1, p: chiSquaredUpperTail(chi2, df1) },
    differences: differencesOf(figures, { se: Math.sqrt((2 * denominator) / r), df: df2, level }),
  };
}

/** The mean over readers of one treatment, from that treatment alone, for readers in general (Hillis 2007, section 5). */
export function treatmentMean(figures: ReaderFigures, treatment: number, level = 0.95): Estimate {
  const { treatments, readers: r } = figures;
  const own = Array.from({ length: r }, (_, reader) => treatment * r + reader);
  const values = own.map((at) => figures.figures[at] ?? 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / r;
  const estimate = { figure: defined(mean), n: r };
  if (r < 2) return { ...estimate, interval: undefinedBecause('one-rater') };
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (r - 1);
  const shared = own.flatMap((a) => own.filter((b) => b !== a).map((b) => covarianceOf(figures, a, b, treatments * r)));
  const total = spread + Math.max(0, shared.reduce((sum, value) => sum + value, 0) / (r - 1));
  if (total <= 1e-18) return { ...estimate, interval: undefinedBecause('no-spread') };
  const reach = studentQuantile((1 + level) / 2, (total / spread) ** 2 * (r - 1)) * Math.sqrt(total / r);
  return { ...estimate, interval: analyticInterval(Math.max(0, mean - reach), Math.min(1, mean + reach), level) };
}

const covarianceOf = ({ covariances }: ReaderFigures, a: number, b: number, size: number): number =>
  covariances[a * size + b] ?? 0;

function errorCovariances(figures: ReaderFigures): ErrorCovariances {
  const { treatments, readers } = figures;
  const size = treatments * readers;
  const sums = { error: 0, sameReader: 0, sameTreatment: 0, neither: 0 };
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const reader = a % readers === b % readers;
      const treatment = Math.floor(a / readers) === Math.floor(b / readers);
      const kind = reader ? (treatment ? 'error' : 'sameReader') : treatment ? 'sameTreatment' : 'neither';
      sums[kind] += covarianceOf(figures, a, b, size);
    }
  }
  return {
    error: sums.error / size,
    sameReader: sums.sameReader / (size * (treatments - 1)),
    sameTreatment: sums.sameTreatment / (size * (readers - 1)),
    neither: sums.neither / (size * (treatments - 1) * (readers - 1)),
  };
}

/** Mean squares of treatments and of their interaction with readers. */
function squaresOf({ figures, treatments, readers }: ReaderFigures): { treatment: number; interaction: number } {
  const byTreatment = treatmentMeans(figures, readers);
  const byReader = new Float64Array(readers);
  figures.forEach((value, at) => (byReader[at % readers] = (byReader[at % readers] ?? 0) + value / treatments));
  const grand = byTreatment.reduce((sum, value) => sum + value, 0) / treatments;
  let interaction = 0;
  figures.forEach((value, at) => {
    const rest = value - (byTreatment[Math.floor(at / readers)] ?? 0) - (byReader[at % readers] ?? 0) + grand;
    interaction += rest * rest;
  });
  const between = byTreatment.reduce((sum, value) => sum + (value - grand) ** 2, 0);
  return {
    treatment: (readers * between) / (treatments - 1),
    interaction: interaction / ((treatments - 1) * (readers - 1)),
  };
}

const treatmentMeans = (figures: Float64Array, readers: number): number[] =>
  Array.from(
    { length: figures.length / readers },
    (_, t) => figures.subarray(t * readers, (t + 1) * readers).reduce((sum, value) => sum + value, 0) / readers,
  );

function differencesOf(
  { figures, readers }: ReaderFigures,
  { se, df, level }: { readonly se: number; readonly df: number; readonly level: number },
): TreatmentDifference[] {
  const means = treatmentMeans(figures, readers);
  const reach = studentQuantile((1 + level) / 2, df) * se;
  return means.flatMap((mean, first) =>
    means.slice(first + 1).map((other, i) => {
      const value = mean - other;
      const interval = analyticInterval(value - reach, value + reach, level);
      const estimate = { figure: defined(value), interval, n: readers };
      return { first, second: first + 1 + i, estimate, p: studentTwoSided(value / se, df) };
    }),
  );
}
