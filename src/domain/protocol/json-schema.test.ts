import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedValues, isAsked } from './condition.ts';
import { fits, type Condition, type Field, type FieldValue, type FieldValues } from './field.ts';
import { jsonSchemaOf } from './json-schema.ts';

const IDS = ['a', 'b', 'c', 'd'];
const WORDS = ['solid', 'fat', 'air'];
const options = WORDS.map((value) => ({ value, label: value }));

/** Values that fit some field, nearly fit one, or fit none. */
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -2, max: 102 }),
  fc.double({ min: -2, max: 12, noNaN: true }),
  fc.constantFrom(...WORDS, 'other', 'a text that is too long'),
  fc.subarray([...WORDS, 'other']),
);
const condition: fc.Arbitrary<Condition> = fc.record({
  field: fc.constantFrom(...IDS),
  is: fc.uniqueArray(fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 5 }), fc.constantFrom(...WORDS)), {
    minLength: 1,
    maxLength: 3,
  }),
});
const kinds: fc.Arbitrary<Partial<Field>> = fc.oneof(
  fc.constant({ kind: 'yes-no' as const }),
  fc.constant({ kind: 'choice' as const, options }),
  fc.constant({ kind: 'choices' as const, options }),
  fc.constant({ kind: 'ordinal' as const, anchors: [1, 2, 5].map((n) => ({ value: n, label: String(n) })) }),
  fc.constant({ kind: 'number' as const, unit: 'mm', minimum: 0, maximum: 10 }),
  fc.constant({ kind: 'text' as const, maximumLength: 12 }),
  fc.constant({ kind: 'confidence' as const }),
);
/** A field hangs on earlier ones only: circles are refused when a protocol is published. */
const fields: fc.Arbitrary<Field[]> = fc
  .array(fc.tuple(kinds, fc.boolean(), fc.option(condition, { nil: undefined })), { minLength: 1, maxLength: 4 })
  .map((list) =>
    list.map(([kind, required, when], i) => {
      const earlier = when && IDS.indexOf(when.field) < i ? { when } : {};
      return { id: IDS[i], label: 'Label', required, ...kind, ...earlier } as Field;
    }),
  );

/** What a submission asks of the answers, see `problemsOf` of reading. */
const accepted = (list: readonly Field[], values: FieldValues): boolean =>
  Object.keys(values).every((id) => list.some((field) => field.id === id)) &&
  list.every((field) => {
    const given = values[field.id];
    if (!isAsked(field, list, values)) return true;
    return given === undefined ? !field.required : fits(field, given);
  });

test('[PT8] the JSON Schema of a list of fields accepts exactly the answers that a submission accepts', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  fc.assert(
    fc.property(fields, fc.dictionary(fc.constantFrom(...IDS, 'stray'), value), (list, values) => {
      const asked = askedValues(list, values);
      expect(ajv.validate(jsonSchemaOf(list), asked)).toBe(accepted(list, asked));
      ajv.removeSchema();
    }),
    { numRuns: 600 },
  );
});

test('[PT8] an answer to a field that is not asked is not in what the schema accepts', () => {
  const list: Field[] = [
    { id: 'a', label: 'A', required: true, kind: 'yes-no' },
    { id: 'b', label: 'B', required: true, kind: 'confidence', when: { field: 'a', is: [true] } },
  ];
  const valid = new Ajv2020().compile(jsonSchemaOf(list));
  const tried = [{ a: true, b: 50 }, { a: true }, { a: false }, { a: false, b: 50 }];
  expect(tried.map((values) => valid(values))).toEqual([true, false, true, false]);
});
