/**
 * What discussions did to agreement: the same people on the same questions, before and after. They are no longer independent of
 * each other afterwards, so this is called convergence and never stands among the figures of reliability.
 */
import type { Convergence } from '#contract/agreement-figures.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import { bootstrapped } from '#domain/statistics/intervals/bootstrap.ts';
import { countTable, type Ratings } from '#domain/statistics/ratings/count-table.ts';
import type { Estimate } from '#domain/statistics/figure.ts';
import { percentAgreement } from '#domain/statistics/chance-corrected/percent-agreement.ts';
import { SEED } from './sheet-job.ts';

/** One question about one item of a closed session. Who said what is not known here, only what one and the same person said. */
export interface DiscussedQuestion {
  readonly case: CaseId;
  readonly question: string;
  readonly answers: readonly { readonly before: FieldValue; readonly after: FieldValue }[];
}

export function convergenceOf(discussed: readonly DiscussedQuestion[]): Convergence[] {
  const usable = discussed.filter(({ answers }) => answers.length >= 2);
  return [...Map.groupBy(usable, ({ question }) => question)].map(([question, items]) => {
    const answers = items.flatMap((item) => item.answers);
    return {
      question,
      items: items.length,
      before: agreementOf(items.map((item) => item.answers.map(({ before }) => textOf(before)))),
      after: agreementOf(items.map((item) => item.answers.map(({ after }) => textOf(after)))),
      changed: answers.filter(({ before, after }) => textOf(before) !== textOf(after)).length,
      answers: answers.length,
    };
  });
}

const textOf = (value: FieldValue): string => canonicalJson(Array.isArray(value) ? value.toSorted() : value);

function agreementOf(ratings: Ratings): Estimate {
  const table = countTable(ratings);
  return bootstrapped({ units: table.items, seed: SEED, statistic: (times) => percentAgreement(table, times) });
}
