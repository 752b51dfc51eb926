/** Conditions on a lesion while they are written: what they can be about, and that each of them always says something. */
import type { LesionCondition } from '#domain/plan/cost-rules.ts';
import type { ProtocolDraft } from '#documents/protocol-draft.ts';
import { answersOf } from './protocol-words.ts';

export type RangeCondition = Extract<LesionCondition, { about: 'diameter' | 'value' }>;
type ListCondition = Extract<LesionCondition, { about: 'finding' | 'answer' }>;

/** Fields that several findings share are offered once for each of them; only the key counts later. */
export function conditionSubjects({ findings, fields }: ProtocolDraft): { value: string; label: string }[] {
  const asked = findings.flatMap((finding) =>
    fields
      .filter(({ of, kind }) => of === finding.id && kind !== 'text')
      .map(({ id, label }) => ({
        value: id,
        label: `“${label || 'unnamed field'}” of ${finding.name || 'a finding'}`,
      })),
  );
  return [
    { value: 'diameter', label: 'the longest diameter, mm' },
    { value: 'finding', label: 'the finding' },
    ...asked,
  ];
}

export const subjectOf = (condition: LesionCondition): string =>
  'field' in condition ? condition.field : condition.about;

/** The first thing it could be, so that it is never without a meaning; undefined where there is none. */
export function beginCondition(draft: ProtocolDraft, subject: string): LesionCondition | undefined {
  if (subject === 'diameter') return { about: 'diameter' };
  const [finding] = draft.findings;
  if (subject === 'finding') return finding && { about: 'finding', is: [finding.id] };
  const field = draft.fields.find(({ id }) => id === subject);
  if (!field) return undefined;
  if (field.kind === 'number' || field.kind === 'confidence') return { about: 'value', field: field.id };
  const [answer] = answersOf(field);
  return answer && { about: 'answer', field: field.id, is: [answer.value] };
}

/** One of the list more or less; the last one stays, since a condition with none could never hold. */
export function ticked(condition: ListCondition, value: boolean | number | string, on: boolean): LesionCondition {
  if (condition.about === 'finding') {
    const is = condition.is.filter((one) => one !== value);
    return { ...condition, is: on ? [...is, String(value)] : is.length > 0 ? is : condition.is };
  }
  const is = condition.is.filter((one) => one !== value);
  return { ...condition, is: on ? [...is, value] : is.length > 0 ? is : condition.is };
}
