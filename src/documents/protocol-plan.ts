/**
 * The plan for comparing between a draft and a version. In a draft a field says itself whether it is compared and what its steps
 * cost, and what the rest of the plan names it names by ids of the draft, so that a label can change; a version has keys.
 */
import type { AgreementPlan } from '#domain/plan/agreement-plan.ts';
import type { CostRules, LesionCondition } from '#domain/plan/cost-rules.ts';
import type { DraftField, ProtocolDraft } from './protocol-draft.ts';

type DraftPlan = ProtocolDraft['agreement'];

/** From one kind of name to the other. What is not known keeps its name and is found when the draft is judged. */
export type Renaming = (name: string) => string;

/** @param key id in the draft → key in the version. */
export function planOf({ fields, agreement }: ProtocolDraft, key: Renaming): unknown {
  const ofFindings = fields.filter(({ of }) => of !== 'case');
  const ofCase = fields.filter(({ of }) => of === 'case');
  const compared = (list: readonly DraftField[]): string[] => [
    ...new Set(list.filter((field) => field.compares ?? isClosed(field)).map(({ id }) => key(id))),
  ];
  const { resolve, cost, ...plan } = agreement;
  return {
    ...plan,
    classFields: compared(ofFindings.filter(({ compares }) => compares === true)),
    caseFields: ofCase.some(({ compares }) => compares !== undefined) ? compared(ofCase) : undefined,
    tolerances: byKey(fields, key, ({ tolerance }) => tolerance),
    figures: byKey(fields, key, ({ figure }) => figure),
    cost: costIn(
      cost,
      byKey(fields, key, ({ stepCost }) => stepCost),
      key,
    ),
    resolve: resolve?.map((rule) => ({ ...rule, clause: key(rule.clause) })),
  };
}

/** Without a word of the protocol readers are compared in what they tick about the case. */
export const isClosed = ({ kind }: Pick<DraftField, 'kind'>): boolean =>
  kind !== 'number' && kind !== 'text' && kind !== 'confidence';

function byKey<T>(
  fields: readonly DraftField[],
  key: Renaming,
  said: (field: DraftField) => T | undefined,
): Record<string, T> | undefined {
  const entries = fields.flatMap((field): [string, T][] => {
    const value = said(field);
    return value === undefined ? [] : [[key(field.id), value]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const costIn = (cost: DraftPlan['cost'], steps: CostRules['steps'], key: Renaming): CostRules | undefined =>
  cost || steps
    ? {
        ...cost,
        management: (cost?.management ?? []).map((one) => renamed(one, { finding: key, field: key })),
        ...(steps && { steps }),
      }
    : undefined;

type Category = CostRules['management'][number];

function renamed({ name, when }: Category, to: { readonly finding: Renaming; readonly field: Renaming }): Category {
  const condition = (one: LesionCondition): LesionCondition => {
    if (one.about === 'diameter') return one;
    return one.about === 'finding' ? { ...one, is: one.is.map(to.finding) } : { ...one, field: to.field(one.field) };
  };
  return { name, when: when.map(condition) };
}

/** Key in the version → id in the draft. */
export interface DraftNames {
  readonly finding: Renaming;
  readonly field: Renaming;
  readonly clause: Renaming;
}

/** What the plan says of one field. */
export function saidOf(
  { classFields, caseFields, tolerances, figures, cost }: AgreementPlan,
  { key, of }: { readonly key: string; readonly of: string },
): Pick<DraftField, 'compares' | 'tolerance' | 'stepCost' | 'figure'> {
  const ofCase = caseFields && { compares: caseFields.includes(key) };
  const ofFinding = classFields.includes(key) ? { compares: true } : undefined;
  const numbers = { tolerance: tolerances?.[key], stepCost: cost?.steps?.[key] };
  return { ...(of === 'case' ? ofCase : ofFinding), ...numbers, figure: figures?.[key] };
}

/** The parts of a plan that stand in the draft apart from its fields. */
export function draftedPlan(
  { classFields: _, caseFields: __, tolerances: ___, figures: ____, cost, resolve, ...plan }: AgreementPlan,
  id: DraftNames,
): DraftPlan {
  const { steps: _____, ...rest } = cost ?? { management: [] };
  return {
    ...plan,
    ...(cost && { cost: { ...rest, management: rest.management.map((one) => renamed(one, id)) } }),
    ...(resolve && { resolve: resolve.map((rule) => ({ ...rule, clause: id.clause(rule.clause) })) }),
  };
}
