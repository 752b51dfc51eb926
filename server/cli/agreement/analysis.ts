/** Everything that is said about one set of ratings. */
import type { Category } from '#domain/statistics/ratings/category.ts';
import { prevalenceOf } from '#domain/statistics/ratings/prevalence.ts';
import { prepared } from './answers.ts';
import { chanceEntries } from './chance-entries.ts';
import type { Entry } from './entry.ts';
import { measurementEntries } from './measurement-entries.ts';
import type { AgreementOptions } from './options.ts';
import type { RatingSet } from './rating-set.ts';

export interface Analysis {
  readonly name?: string;
  readonly items: number;
  /** Incomplete items that were left out because somebody asked for it. */
  readonly leftOut?: number;
  readonly raters: number;
  readonly categories: readonly Category[];
  /** Clusters that are resampled instead of items. */
  readonly clusters?: number;
  readonly entries: readonly Entry[];
  /** Share of each category; missing for measurements. */
  readonly prevalence?: readonly number[];
  readonly warnings: readonly Warning[];
}

export interface Warning {
  readonly code: 'prevalence' | 'paradox';
  readonly message: string;
}

export function analysis(set: RatingSet, options: AgreementOptions): Analysis {
  const answers = prepared(set, options);
  const { items, leftOut, raters, categories, table, measurements, clusters } = answers;
  const prevalence = table && !measurements ? prevalenceOf(table) : undefined;
  return {
    ...(set.name !== undefined && { name: set.name }),
    items,
    ...(leftOut !== undefined && { leftOut }),
    raters,
    categories: measurements ? [] : categories,
    ...(clusters && { clusters: clusters.count }),
    entries: [...chanceEntries(answers, options), ...measurementEntries(answers, options)],
    ...(prevalence && { prevalence: prevalence.shares }),
    warnings: prevalence ? warningsOf(prevalence) : [],
  };
}

function warningsOf({ prevailing, paradox }: ReturnType<typeof prevalenceOf>): Warning[] {
  if (!prevailing) return [];
  const answer = `${percent(prevailing.share)} of the answers are “${String(prevailing.category)}”`;
  const prevalence: Warning = {
    code: 'prevalence',
    message: `${answer}: coefficients that take chance from the answers depend on how rare the rest is, and must not be compared with those of other cases.`,
  };
  if (!paradox) return [prevalence];
  const { agreement, kappa, ac1 } = paradox;
  const message = `Raters agree on ${percent(agreement)}, yet κ is ${kappa.toFixed(2)}: because ${answer}, so much agreement is expected by chance that few disagreements weigh heavily; AC1 (${ac1.toFixed(2)}) and the agreement per category do not fall so.`;
  return [prevalence, { code: 'paradox', message }];
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
