/**
 * Fleiss' κ: agreement of several readers beyond what their common use of the categories would give by chance. Readers need
 * not be the same people for each item, but each item needs the same number of ratings (Fleiss 1971, Psychol Bull 76:378).
 */
import type { CountTable } from '../ratings/count-table.ts';
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import type { Times } from '../intervals/bootstrap.ts';

/** κ = (P̄ − P̄e) / (1 − P̄e) with P̄ the mean share of agreeing pairs and P̄e = Σ pⱼ²; −1 to 1. @param times how often each item counts; once each by default. */
export function fleissKappa(table: CountTable, times?: Times): Figure {
  const problem = inapplicable(table);
  if (problem) return problem;
  const shares = sharesOf(table, times);
  let [agreement, items] = [0, 0];
  for (let item = 0; item < table.items; item++) {
    const weight = times ? (times[item] ?? 0) : 1;
    agreement += weight * (table.agreement[item] ?? 0);
    items += weight;
  }
  const observed = agreement / items;
  const chance = shares.reduce((sum, p) => sum + p * p, 0);
  if (shares.filter((p) => p > 0).length < 2) return undefinedBecause('one-category');
  return defined((observed - chance) / (1 - chance));
}

/** κ of each category against all others, 1 − Σ nᵢⱼ(n − nᵢⱼ) / Nn(n − 1)pⱼ(1 − pⱼ), in the order of the table's columns. */
export function fleissKappaByCategory(table: CountTable): Figure[] {
  const raters = table.ratings[0] ?? 0;
  const problem = inapplicable(table);
  return sharesOf(table).map((p, category) => {
    if (problem) return problem;
    if (p === 0 || p === 1) return undefinedBecause('one-category');
    let mixed = 0;
    for (let item = 0; item < table.items; item++) {
      const count = table.counts[item * table.categories + category] ?? 0;
      mixed += count * (raters - count);
    }
    return defined(1 - mixed / (table.items * raters * (raters - 1) * p * (1 - p)));
  });
}

/**
 * Standard error of κ if readers agreed by chance only (Fleiss, Nee & Landis 1979, Psychol Bull 86:974). It answers "is there
 * any agreement?"; it is not for intervals.
 */
export function fleissStandardErrorByChance(table: CountTable): Figure {
  const problem = inapplicable(table);
  if (problem) return problem;
  const raters = table.ratings[0] ?? 0;
  let [mixed, skew] = [0, 0];
  for (const p of sharesOf(table)) {
    mixed += p * (1 - p);
    skew += p * (1 - p) * (1 - 2 * p);
  }
  if (mixed === 0) return undefinedBecause('one-category');
  const variance = (2 * (mixed * mixed - skew)) / (table.items * raters * (raters - 1) * mixed * mixed);
  return defined(Math.sqrt(Math.max(0, variance)));
}

function inapplicable(table: CountTable): Figure | undefined {
  const raters = table.ratings[0];
  if (raters === undefined) return undefinedBecause('no-items');
  if (table.ratings.some((ratings) => ratings !== raters)) return undefinedBecause('missing-ratings');
  if (raters < 2) return undefinedBecause(raters === 1 ? 'one-rater' : 'no-items');
  return table.items === 1 ? undefinedBecause('one-item') : undefined;
}

/** pⱼ: the share of all ratings that fall into each category. */
function sharesOf(table: CountTable, times?: Times): number[] {
  const sums = new Array<number>(table.categories).fill(0);
  let all = 0;
  for (let item = 0; item < table.items; item++) {
    const weight = times ? (times[item] ?? 0) : 1;
    if (weight === 0) continue;
    for (let category = 0; category < table.categories; category++) {
      const count = weight * (table.counts[item * table.categories + category] ?? 0);
      sums[category] = (sums[category] ?? 0) + count;
      all += count;
    }
  }
  return sums.map((sum) => sum / all);
}
