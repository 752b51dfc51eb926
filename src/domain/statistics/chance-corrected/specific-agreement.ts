/**
 * Specific agreement: if one rater gives this answer, how likely does another give it too? For yes and no these are positive and
 * negative agreement, which show what one κ hides (Cicchetti & Feinstein 1990, J Clin Epidemiol 43:551).
 */
import { normalQuantile } from '../distributions/normal.ts';
import { defined, undefinedBecause, type Estimate, type Interval } from '../figure.ts';
import { analyticInterval } from '../intervals/analytic-interval.ts';
import type { Category } from '../ratings/category.ts';
import { tallyOf } from '../ratings/rating-sample.ts';
import type { RatingTable } from '../ratings/rating-table.ts';
import type { Clusters } from './resampled-coefficients.ts';

export interface SpecificAgreement {
  readonly category: Category;
  /** `n` counts the items in which somebody gave the answer. */
  readonly estimate: Estimate;
  /** Standard error. */
  readonly se?: number;
}

interface SpecificOptions {
  /** Items of one patient vary together. */
  readonly clusters?: Clusters | undefined;
  /** Nominal coverage, 0.95 by default. */
  readonly level?: number;
}

/**
 * Per category Σx/Σy with x = n(n − 1)/(r − 1) and y = n over items rated r times, n of them so; 2a/(2a + b + c) for two raters (Spitzer &
 * Fleiss 1974, Br J Psychiatry 125:341, for many). Its variance is Σ(x − Ry)²/(Σy)² by the delta method: 4a(b + c)(a + b + c)/(2a + b + c)⁴
 * for two raters (Graham & Bull 1998, J Clin Epidemiol 51:763), summed over clusters first where there are any (Rao & Scott 1992,
 * Biometrics 48:577).
 */
export function specificAgreement(table: RatingTable, options: SpecificOptions = {}): SpecificAgreement[] {
  const { counts, ratings } = tallyOf(table);
  const q = table.categories.length;
  return table.categories.map((category, k) => {
    const pairs = Array.from({ length: table.rows }, (_, row) => {
      const [all, count] = [ratings[row] ?? 0, counts[row * q + k] ?? 0];
      return all < 2 ? { x: 0, y: 0 } : { x: (count * (count - 1)) / (all - 1), y: count };
    });
    const given = pairs.reduce((sum, { y }, row) => sum + (table.frequency[row] ?? 0) * y, 0);
    const n = pairs.reduce((sum, { y }, row) => sum + (y > 0 ? (table.frequency[row] ?? 0) : 0), 0);
    if (given === 0) return { category, estimate: nothing };
    const value = pairs.reduce((sum, { x }, row) => sum + (table.frequency[row] ?? 0) * x, 0) / given;
    const se =
      Math.sqrt(
        squaresOf(
          pairs.map(({ x, y }) => x - value * y),
          { table, ...options },
        ),
      ) / given;
    return { category, estimate: { figure: defined(value), interval: intervalOf(value, se, options), n }, se };
  });
}

const unused = undefinedBecause('category-unused');
const nothing: Estimate = { figure: unused, interval: unused, n: 0 };

/** @param residues of each row of the table */
function squaresOf(residues: readonly number[], { table, clusters }: SpecificOptions & { table: RatingTable }): number {
  if (!clusters) return residues.reduce((sum, d, row) => sum + (table.frequency[row] ?? 0) * d * d, 0);
  const sums = new Float64Array(clusters.count);
  clusters.of.forEach(
    (cluster, item) => (sums[cluster] = (sums[cluster] ?? 0) + (residues[table.rowOf[item] ?? 0] ?? 0)),
  );
  const squares = sums.reduce((sum, d) => sum + d * d, 0);
  return clusters.count > 1 ? (squares * clusters.count) / (clusters.count - 1) : NaN;
}

/** Value ± z · se, within 0 and 1. */
function intervalOf(value: number, se: number, { level = 0.95 }: SpecificOptions): Interval {
  if (Number.isNaN(se)) return undefinedBecause('one-patient');
  if (se < 1e-12) return undefinedBecause('no-spread');
  const reach = normalQuantile((1 + level) / 2) * se;
  return analyticInterval(Math.max(0, value - reach), Math.min(1, value + reach), level);
}
