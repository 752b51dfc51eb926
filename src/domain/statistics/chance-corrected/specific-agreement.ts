/**
 * Specific agreement: if one rater gives this answer, how likely does another give it too? For yes and no these are positive and
 * negative agreement, which show what one κ hides (Cicchetti & Feinstein 1990, J Clin Epidemiol 43:551).
 */
import type { Category } from '../ratings/category.ts';
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import { tallyOf } from '../ratings/rating-sample.ts';
import type { RatingTable } from '../ratings/rating-table.ts';

export interface SpecificAgreement {
  readonly category: Category;
  readonly figure: Figure;
}

/**
 * Per category Σ n(n − 1)/(r − 1) / Σ n over items rated r times, n of them so; 2a/(2a + b + c) for two raters (Spitzer & Fleiss
 * 1974, Br J Psychiatry 125:341, for many).
 */
export function specificAgreement(table: RatingTable): SpecificAgreement[] {
  const { counts, ratings } = tallyOf(table);
  const q = table.categories.length;
  return table.categories.map((category, k) => {
    let [agreeing, given] = [0, 0];
    for (let row = 0; row < table.rows; row++) {
      const all = ratings[row] ?? 0;
      if (all < 2) continue;
      const count = (table.frequency[row] ?? 0) * (counts[row * q + k] ?? 0);
      agreeing += (count * ((counts[row * q + k] ?? 0) - 1)) / (all - 1);
      given += count;
    }
    return { category, figure: given > 0 ? defined(agreeing / given) : undefinedBecause('category-unused') };
  });
}
