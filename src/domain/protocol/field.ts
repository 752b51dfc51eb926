/** A field is one thing a reader states about a finding or a case: its kind, its possible values, whether it is required. */
import * as v from 'valibot';

const Key = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));
const Label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const Option = v.object({ value: Key, label: Label });
const Anchor = v.object({ value: v.pipe(v.number(), v.integer()), label: Label });
/** Asked only if another field of the same list has one of these answers. */
const Condition = v.object({
  field: Key,
  is: v.pipe(v.array(v.union([v.boolean(), v.number(), v.string()])), v.minLength(1), v.maxLength(20)),
});
export type Condition = v.InferOutput<typeof Condition>;

const common = { id: Key, label: Label, required: v.boolean(), when: v.optional(Condition) };

export const FieldSchema = v.variant('kind', [
  v.object({ ...common, kind: v.literal('yes-no') }),
  v.object({ ...common, kind: v.literal('choice'), options: v.pipe(v.array(Option), v.minLength(2), v.maxLength(20)) }),
  v.object({
    ...common,
    kind: v.literal('choices'),
    options: v.pipe(v.array(Option), v.minLength(2), v.maxLength(20)),
  }),
  v.object({
    ...common,
    kind: v.literal('ordinal'),
    anchors: v.pipe(v.array(Anchor), v.minLength(2), v.maxLength(11)),
  }),
  v.object({ ...common, kind: v.literal('number'), unit: v.string(), minimum: v.number(), maximum: v.number() }),
  v.object({ ...common, kind: v.literal('text'), maximumLength: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /** How sure the reader is, in whole per cent. */
  v.object({ ...common, kind: v.literal('confidence') }),
]);
export type Field = v.InferOutput<typeof FieldSchema>;

export const FieldValueSchema = v.union([v.boolean(), v.number(), v.string(), v.array(v.string())]);
export type FieldValue = v.InferOutput<typeof FieldValueSchema>;

export const FieldValuesSchema = v.record(v.string(), FieldValueSchema);
export type FieldValues = v.InferOutput<typeof FieldValuesSchema>;

/** Whether `value` is one of the values `field` allows. */
export function fits(field: Field, value: FieldValue): boolean {
  switch (field.kind) {
    case 'yes-no':
      return typeof value === 'boolean';
    case 'choice':
      return field.options.some((o) => o.value === value);
    case 'choices':
      return Array.isArray(value) && value.every((entry) => field.options.some((o) => o.value === entry));
    case 'ordinal':
      return field.anchors.some((a) => a.value === value);
    case 'number':
      return typeof value === 'number' && value >= field.minimum && value <= field.maximum;
    case 'text':
      return typeof value === 'string' && value.length <= field.maximumLength;
    case 'confidence':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100;
  }
}

/** How a value reads on screen and in minutes: the label of an option, the number with its unit. */
export function valueText(field: Field, value: FieldValue): string {
  switch (field.kind) {
    case 'yes-no':
      return value === true ? 'Yes' : 'No';
    case 'choice':
    case 'choices': {
      const values = Array.isArray(value) ? value : [value];
      return values.map((entry) => field.options.find((o) => o.value === entry)?.label ?? String(entry)).join(', ');
    }
    case 'ordinal': {
      const anchor = field.anchors.find((a) => a.value === value);
      return anchor ? `${String(anchor.value)} ${anchor.label}` : String(value);
    }
    case 'number':
      return `${String(value)} ${field.unit}`.trim();
    case 'confidence':
      return `${String(value)} %`;
    case 'text':
      return String(value);
  }
}
