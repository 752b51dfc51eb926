/**
 * What discussions did to agreement: the same people on the same questions, before and after. They are no longer independent of
 * each other afterwards, so this is called convergence and never stands among the figures of reliability.
 */
import type { Convergence } from '#contract/agreement-figures.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import { rawAgreement } from '#domain/statistics/chance-corrected/raw-agreement.ts';
import { resampledCoefficients } from '#domain/statistics/chance-corrected/resampled-coefficients.ts';
import type { Estimate } from '#domain/statistics/figure.ts';
import type { Ratings } from '#domain/statistics/ratings/category.ts';
import { ratingTable } from '#domain/statistics/ratings/rating-table.ts';
import { weightsOf } from '#domain/statistics/ratings/weights.ts';
import { bareEstimate } from './bare-estimate.ts';
import { SEED } from './sheet-job.ts';

/** One question about one item of a closed session. Who said what is not known here, only what one and the same person said. */
export interface DiscussedQuestion {
  readonly case: CaseId;
  readonly question: string;
  readonly answers: readonly { readonly before: FieldValue; readonly after: FieldValue }[];
}

export interface DiscussedItem extends Omit<DiscussedQuestion, 'case'> {
  /** The same for items of one patient. */
  readonly patient: string;
}

export function convergenceOf(discussed: readonly DiscussedItem[]): Convergence[] {
  const usable = discussed.filter(({ answers }) => answers.length >= 2);
  return [...Map.groupBy(usable, ({ question }) => question)].map(([question, items]) => {
    const answers = items.flatMap((item) => item.answers);
    return {
      question,
      items: items.length,
      before: agreementOf(items, 'before'),
      after: agreementOf(items, 'after'),
      changed: answers.filter(({ before, after }) => textOf(before) !== textOf(after)).length,
      answers: answers.length,
    };
  });
}

const textOf = (value: FieldValue): string => canonicalJson(Array.isArray(value) ? value.toSorted() : value);

/** Two lesions of one patient are discussed by the same people on the same day: patients are resampled, with all their items. */
function agreementOf(items: readonly DiscussedItem[], when: 'before' | 'after'): Estimate {
  const ratings: Ratings = items.map(({ answers }) => answers.map((answer) => textOf(answer[when])));
  const table = ratingTable(ratings, { interchangeable: true });
  if (!table.ok) throw new Error('every answer is a category of its own table');
  const patients = [...new Set(items.map(({ patient }) => patient))];
  const [estimate] = resampledCoefficients({
    table: table.value,
    wanted: [
      {
        rule: rawAgreement,
        weights: weightsOf(
          'unweighted',
          table.value.categories.map((_, at) => at),
        ),
      },
    ],
    clusters: { count: patients.length, of: Int32Array.from(items, ({ patient }) => patients.indexOf(patient)) },
    seed: SEED,
  });
  return bareEstimate(estimate);
}
