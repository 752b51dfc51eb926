/** Kendall's W: how far raters put the items in the same order (Kendall & Babington Smith 1939, Ann Math Stat 10:275). */
import { chiSquaredUpperTail } from '../distributions/chi-squared.ts';
import { defined, undefinedBecause, type Estimate, type Figure } from '../figure.ts';
import { rectangleOf, type Measurements, type RaterDesign } from './measurements.ts';
import { midRanks } from './mid-ranks.ts';

export interface ConcordanceOfRanks extends Estimate {
  /** Friedman's test of "no concordance at all": χ² with n − 1 degrees of freedom, good from about eight items on. */
  readonly details?: { readonly chi2: number; readonly df: number; readonly p: number };
}

/** W = 12S / (m²(n³ − n) − mΣ(t³ − t)), corrected for ties (Kendall 1970, Rank Correlation Methods, equation 6.9). @returns 0 to 1 */
export function kendallW(measurements: Measurements, { interchangeable }: RaterDesign = {}): ConcordanceOfRanks {
  const n = measurements.length;
  const answer = (figure: Figure): ConcordanceOfRanks => ({
    figure,
    // No interval is published that holds for small tables; the test says whether there is any concordance.
    interval: figure.state === 'undefined' ? figure : undefinedBecause('no-published-interval'),
    n,
  });
  const rectangle = rectangleOf(measurements);
  if (rectangle.state === 'undefined') return answer(rectangle);
  if (interchangeable === true) return answer(undefinedBecause('interchangeable-raters'));
  if (n < 2) return answer(undefinedBecause('one-item'));
  const { values, raters } = rectangle;
  const sums = new Float64Array(n);
  let ties = 0;
  for (let rater = 0; rater < raters; rater++) {
    const ranked = midRanks(Float64Array.from({ length: n }, (_, item) => values[item * raters + rater] ?? 0));
    ranked.ranks.forEach((rank, item) => (sums[item] = (sums[item] ?? 0) + rank));
    ties += ranked.ties;
  }
  const mean = (raters * (n + 1)) / 2;
  const spread = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0);
  const most = raters ** 2 * (n ** 3 - n) - raters * ties;
  if (most === 0) return answer(undefinedBecause('items-alike'));
  const w = (12 * spread) / most;
  const chi2 = raters * (n - 1) * w;
  return { ...answer(defined(w)), details: { chi2, df: n - 1, p: chiSquaredUpperTail(chi2, n - 1) } };
}
