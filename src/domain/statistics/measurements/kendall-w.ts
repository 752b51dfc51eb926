/** Kendall's W: how far raters put the items in the same order (Kendall & Babington Smith 1939, Ann Math Stat 10:275). */
import { chiSquaredUpperTail } from '../distributions/chi-squared.ts';
import { defined, undefinedBecause, type Estimate, type Figure } from '../figure.ts';
import type { Times } from '../intervals/bootstrap.ts';
import { rectangleOf, type Measurements, type RaterDesign } from './measurements.ts';
import { ranking, type MidRanks } from './mid-ranks.ts';

export interface ConcordanceOfRanks extends Estimate {
  /** Friedman's test of "no concordance at all": χ² with n − 1 degrees of freedom, good from about eight items on. */
  readonly details?: { readonly chi2: number; readonly df: number; readonly p: number };
}

/** W = 12S / (m²(n³ − n) − mΣ(t³ − t)), corrected for ties (Kendall 1970, Rank Correlation Methods, equation 6.9). @returns 0 to 1 */
export function kendallW(measurements: Measurements, design: RaterDesign = {}): ConcordanceOfRanks {
  const n = measurements.length;
  const figure = kendallWFigure(measurements, design)();
  // No interval is published that holds for small tables; `kendallWFigure` can be resampled.
  const interval = figure.state === 'undefined' ? figure : undefinedBecause('no-published-interval');
  if (figure.state === 'undefined') return { figure, interval, n };
  const chi2 = Math.max(...measurements.map((row) => row.length)) * (n - 1) * figure.value;
  return { figure, interval, n, details: { chi2, df: n - 1, p: chiSquaredUpperTail(chi2, n - 1) } };
}

/** The figure of items of which each counts several times, for a bootstrap; once each by default. Drawn twice, an item ties with itself. */
export function kendallWFigure(
  measurements: Measurements,
  { interchangeable }: RaterDesign = {},
): (times?: Times) => Figure {
  const n = measurements.length;
  const rectangle = rectangleOf(measurements);
  if (rectangle.state === 'undefined') return () => rectangle;
  if (interchangeable === true) return () => undefinedBecause('interchangeable-raters');
  if (n < 2) return () => undefinedBecause('one-item');
  const { values, raters } = rectangle;
  const ranks = Array.from({ length: raters }, (_, rater) =>
    ranking(Float64Array.from({ length: n }, (__, item) => values[item * raters + rater] ?? 0)),
  );
  return (times = new Float64Array(n).fill(1)) =>
    concordance(
      ranks.map((rank) => rank(times)),
      times,
    );
}

function concordance(ranked: readonly MidRanks[], times: Times): Figure {
  const raters = ranked.length;
  const n = times.reduce((sum, count) => sum + count, 0);
  const mean = (raters * (n + 1)) / 2;
  let [spread, ties] = [0, 0];
  for (const one of ranked) ties += one.ties;
  times.forEach((count, item) => {
    const sum = ranked.reduce((ranks, one) => ranks + (one.ranks[item] ?? 0), 0);
    spread += count * (sum - mean) ** 2;
  });
  const most = raters ** 2 * (n ** 3 - n) - raters * ties;
  return most <= 0 ? undefinedBecause('items-alike') : defined((12 * spread) / most);
}
