/**
 * When one answer prevails, coefficients that take chance from the answers fall although raters agree: the first paradox of
 * Feinstein & Cicchetti (1990, J Clin Epidemiol 43:543). Who reads a κ must be told.
 */
import type { Category } from './category.ts';
import { coefficient } from '../chance-corrected/coefficient.ts';
import type { CoefficientRule } from '../chance-corrected/chance-corrected.ts';
import { gwetAc } from '../chance-corrected/gwet-ac.ts';
import { rawAgreement } from '../chance-corrected/raw-agreement.ts';
import { RatingSample, tallyOf } from './rating-sample.ts';
import type { RatingTable } from './rating-table.ts';
import { generalisedPi } from '../chance-corrected/scott-pi.ts';
import { weightsOf } from './weights.ts';

export interface Prevalence {
  /** Share of each category, in the order of the table; each item counts the same. */
  readonly shares: readonly number[];
  /** The answer that prevails, where one does. */
  readonly prevailing?: { readonly category: Category; readonly share: number };
  /** Agreement is high and κ is not: the figures of the paradox. */
  readonly paradox?: { readonly agreement: number; readonly kappa: number; readonly ac1: number };
}

/** From here on κ says more about how rare the rest is than about the raters. */
const PREVAILS = 0.8;
/** What makes a paradox: this much agreement, and a κ this far below AC1. */
const HIGH_AGREEMENT = 0.8;
const FAR_BELOW = 0.2;

export function prevalenceOf(table: RatingTable): Prevalence {
  const shares = [...new RatingSample(tallyOf(table)).shares];
  const largest = Math.max(0, ...shares);
  const category = table.categories[shares.indexOf(largest)];
  if (category === undefined || largest < PREVAILS) return { shares };
  const weights = weightsOf(
    'unweighted',
    table.categories.map((_, i) => i),
  );
  const valueOf = (rule: CoefficientRule): number => {
    const { figure } = coefficient({ table, rule, weights });
    return figure.state === 'defined' ? figure.value : NaN;
  };
  const paradox = { agreement: valueOf(rawAgreement), kappa: valueOf(generalisedPi), ac1: valueOf(gwetAc) };
  // A figure that does not exist makes either comparison false.
  const surprising = paradox.agreement >= HIGH_AGREEMENT && paradox.ac1 - paradox.kappa >= FAR_BELOW;
  return { shares, prevailing: { category, share: largest }, ...(surprising && { paradox }) };
}
