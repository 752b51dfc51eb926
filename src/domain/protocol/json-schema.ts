/**
 * Fields as a JSON Schema (2020-12), for whoever checks answers without us. Inside, `fits` and `isAsked` are the one
 * authority; a test holds both against each other. See docs/decisions/033.
 */
import type { Json } from '../kernel/canonical-json.ts';
import type { Condition, Field } from './field.ts';

export type JsonSchema = Readonly<Record<string, Json>>;

/** The object of the answers: field id → value. A required field is required where it is asked. */
export function jsonSchemaOf(fields: readonly Field[]): JsonSchema {
  const always = fields.filter(({ required, when }) => required && !when).map(({ id }) => id);
  const conditional = fields.flatMap((field): JsonSchema[] => (field.when ? [conditionOf(field, fields)] : []));
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.id, schemaOf(field)])),
    required: always,
    additionalProperties: false,
    ...(conditional.length > 0 && { allOf: conditional }),
  };
}

function schemaOf(field: Field): JsonSchema {
  const titled = { title: field.label };
  switch (field.kind) {
    case 'yes-no':
      return { ...titled, type: 'boolean' };
    case 'choice':
      return { ...titled, enum: field.options.map(({ value }) => value) };
    case 'choices':
      return { ...titled, type: 'array', items: { enum: field.options.map(({ value }) => value) } };
    case 'ordinal':
      return { ...titled, enum: field.anchors.map(({ value }) => value) };
    case 'number':
      return { ...titled, type: 'number', minimum: field.minimum, maximum: field.maximum };
    case 'confidence':
      return { ...titled, type: 'integer', minimum: 0, maximum: 100 };
    case 'text':
      // Characters are counted here as JavaScript counts them, and by JSON Schema as Unicode does: never more of them.
      return { ...titled, type: 'string', maxLength: field.maximumLength };
  }
}

/** If the condition holds and the field is required it must be there; if not, it must not. */
function conditionOf(field: Field, fields: readonly Field[]): JsonSchema {
  return {
    if: { allOf: chainOf(field, fields) },
    then: field.required ? { required: [field.id] } : true,
    else: { properties: { [field.id]: false } },
  };
}

/** The condition of a field, and of those it hangs on. */
function chainOf(field: Field, fields: readonly Field[]): JsonSchema[] {
  const chain: JsonSchema[] = [];
  const seen = new Set<string>();
  for (let one: Field | undefined = field; one?.when && !seen.has(one.id);) {
    seen.add(one.id);
    const { field: id, is }: Condition = one.when;
    one = fields.find((other) => other.id === id);
    const values = { enum: [...is] };
    chain.push({ required: [id], properties: { [id]: one?.kind === 'choices' ? { contains: values } : values } });
  }
  return chain;
}
