/**
 * The plan for comparing between a draft and a version. In a draft a field says itself whether it is compared and what its steps
 * cost, and what the rest of the plan names it names by ids of the draft, so that a label can change; a version has keys.
 */
import type { AgreementPlan } from '#domain/plan/agreement-plan.ts';
import type { CostRules, LesionCondition } from '#domain/plan/cost-rules.ts';
import type { DraftCategory, DraftField, ProtocolDraft } from './protocol-draft.ts';

type DraftPlan = ProtocolDraft['agreement'];

/** From one kind of name to the other. What is not known keeps its name and is found when the draft is judged. */
export type Renaming = (name: string) => string;

/** @param key id in the draft → key in the version. */
export function planOf(draft: ProtocolDraft, key: Renaming): unknown {
  const { fields, agreement } = draft;
  const ofFindings = fields.filter(({ of }) => of !== 'case');
  const ofCase = fields.filter(({ of }) => of === 'case');
  const compared = (list: readonly DraftField[]): string[] => [
    ...new Set(list.filter((field) => field.compares ?? isClosed(field)).map(({ id }) => key(id))),
  ];
  const { resolve, cost: _, ...plan } = agreement;
  return {
    ...plan,
    classFields: compared(ofFindings.filter(({ compares }) => compares === true)),
    caseFields: ofCase.some(({ compares }) => compares !== undefined) ? compared(ofCase) : undefined,
    tolerances: byKey(fields, key, ({ tolerance }) => tolerance),
    figures: byKey(fields, key, ({ figure }) => figure),
    cost: costOf(draft, key),
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

function costOf({ agreement, categories, fields }: ProtocolDraft, key: Renaming): CostRules | undefined {
  const steps = byKey(fields, key, ({ stepCost }) => stepCost);
  if (!agreement.cost && !steps && categories.length === 0) return undefined;
  const management = categories.map(({ name, when }) => ({ name, when: renamed(when, { finding: key, field: key }) }));
  return { ...agreement.cost, management, ...(steps && { steps }) };
}

function renamed(when: readonly LesionCondition[], to: Pick<DraftNames, 'finding' | 'field'>): LesionCondition[] {
  return when.map((one) => {
    if (one.about === 'diameter') return one;
    return one.about === 'finding' ? { ...one, is: one.is.map(to.finding) } : { ...one, field: to.field(one.field) };
  });
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

/** The parts of a plan that stand in the draft apart from its fields and categories. */
export function draftedPlan(
  { classFields: _, caseFields: __, tolerances: ___, figures: ____, cost, resolve, ...plan }: AgreementPlan,
  { clause }: DraftNames,
): DraftPlan {
  return {
    ...plan,
    ...(cost && { cost: { management: [], ...(cost.kinds && { kinds: cost.kinds }) } }),
    ...(resolve && { resolve: resolve.map((rule) => ({ ...rule, clause: clause(rule.clause) })) }),
  };
}

/** The categories of a plan as entries of the draft. */
export const draftedCategories = ({ cost }: AgreementPlan, names: DraftNames): Pick<DraftCategory, 'name' | 'when'>[] =>
  (cost?.management ?? []).map(({ name, when }) => ({ name, when: renamed(when, names) }));
