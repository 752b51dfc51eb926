/** A field may be asked only if another one has a certain answer; what is not asked is neither required nor kept. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Field, FieldValue, FieldValues } from './field.ts';

/** Whether the field is asked, given the answers: its condition holds, and so do those it hangs on. */
export function isAsked(field: Field, fields: readonly Field[], values: FieldValues): boolean {
  const seen = new Set<string>();
  for (let one: Field | undefined = field; one?.when; one = fieldOf(fields, one.when.field)) {
    // A circle is refused when a protocol is published; here it must only not go round for ever.
    if (seen.has(one.id) || !holds(one.when, values)) return false;
    seen.add(one.id);
  }
  return true;
}

/** The fields that are asked, in their order. */
export const askedFields = (fields: readonly Field[], values: FieldValues): Field[] =>
  fields.filter((field) => isAsked(field, fields, values));

/** The answers without those to fields that are not asked. */
export function askedValues(fields: readonly Field[], values: FieldValues): FieldValues {
  const silent = new Set(fields.filter((field) => !isAsked(field, fields, values)).map(({ id }) => id));
  return Object.fromEntries(Object.entries(values).filter(([id]) => !silent.has(id)));
}

/** Fields whose conditions lead back to themselves. */
export const circularFields = (fields: readonly Field[]): Field[] =>
  fields.filter((field) => {
    const seen = new Set<string>();
    for (let one: Field | undefined = field; one?.when; one = fieldOf(fields, one.when.field)) {
      if (one.when.field === field.id) return true;
      if (seen.has(one.id)) return false;
      seen.add(one.id);
    }
    return false;
  });

const fieldOf = (fields: readonly Field[], id: string): Field | undefined => fields.find((field) => field.id === id);

function holds({ field, is }: NonNullable<Field['when']>, values: FieldValues): boolean {
  const value = values[field];
  if (value === undefined) return false;
  const given: readonly FieldValue[] = Array.isArray(value) ? value : [value];
  return given.some((one) => is.some((wanted) => canonicalJson(one) === canonicalJson(wanted)));
}
