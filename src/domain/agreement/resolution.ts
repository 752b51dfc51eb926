/**
 * What the protocol resolves by itself. Only a rule that stands in the version the reads were made under resolves anything, and the
 * result carries the rule and the votes, so that the record can say that no person decided.
 */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { ResolutionRule } from '../plan/resolution-rule.ts';
import type { FieldValue } from '../protocol/field.ts';
import type { CaseDisagreement, Disagreement } from './disagreement.ts';

export interface Resolution {
  /** The rule of the protocol, with the clause it cites. */
  readonly rule: ResolutionRule;
  readonly answers: readonly ResolvedAnswer[];
}

export interface ResolvedAnswer {
  /** `existence`, `finding`, `diameter`, or the id of a field. */
  readonly about: string;
  /** A diameter in the unit it was measured in. */
  readonly value: FieldValue;
  /** How many readers said so, of how many that said anything. */
  readonly votes: number;
  readonly of: number;
}

/** By the first rule of the plan that settles everything the readers disagree in; undefined where none does. */
export function resolutionOf(
  disagreement: Disagreement | CaseDisagreement,
  plan: AgreementPlan,
): Resolution | undefined {
  for (const rule of plan.resolve ?? []) {
    if (rule.of !== disagreement.kind) continue;
    const statements = statementsIn(disagreement);
    const answers = statements.flatMap(({ about, values }) => answerTo(about, values, rule) ?? []);
    if (statements.length > 0 && answers.length === statements.length) return { rule, answers };
  }
  return undefined;
}

interface Statement {
  readonly about: string;
  /** One per reader that said anything. */
  readonly values: readonly FieldValue[];
}

/** Another surface or another place is no value that could be counted. */
function statementsIn(disagreement: Disagreement | CaseDisagreement): Statement[] {
  if ('differences' in disagreement) {
    return disagreement.differences.map(({ about, values }) => ({ about, values: values.map(({ value }) => value) }));
  }
  if (disagreement.kind === 'existence') {
    const { marked, unmarked } = disagreement;
    return [{ about: 'existence', values: [...marked.map(() => true), ...unmarked.map(() => false)] }];
  }
  if (disagreement.kind !== 'extent' || disagreement.by !== 'diameter') return [];
  return [{ about: 'diameter', values: disagreement.diameters.map(({ diameter }) => diameter.value) }];
}

function answerTo(about: string, values: readonly FieldValue[], rule: ResolutionRule): ResolvedAnswer | undefined {
  const sorted = values.map((value) => (Array.isArray(value) ? value.toSorted() : value));
  const value = rule.by === 'majority' ? majority(sorted, rule.share) : median(sorted, rule.even);
  if (value === undefined) return undefined;
  return { about, value, votes: sorted.filter((one) => same(one, value)).length, of: sorted.length };
}

const majority = (values: readonly FieldValue[], share: number): FieldValue | undefined =>
  values.find((value) => values.filter((other) => same(other, value)).length >= share * values.length - 1e-9);

function median(values: readonly FieldValue[], even: 'lower' | 'upper'): number | undefined {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length < values.length) return undefined;
  return numbers[even === 'lower' ? Math.floor((numbers.length - 1) / 2) : Math.floor(numbers.length / 2)];
}

const same = (a: FieldValue, b: FieldValue): boolean => canonicalJson(a) === canonicalJson(b);
