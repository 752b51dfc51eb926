import { expect, test } from 'vitest';
import { askedFields, askedValues, circularFields } from './condition.ts';
import type { Field } from './field.ts';

const yesNo = (id: string, when?: Field['when']): Field => ({
  id,
  label: id,
  required: true,
  kind: 'yes-no',
  ...(when && { when }),
});
const fields = [
  yesNo('seen'),
  yesNo('grown', { field: 'seen', is: [true] }),
  yesNo('fast', { field: 'grown', is: [true] }),
];
const ids = (list: readonly Field[]): string[] => list.map(({ id }) => id);

test('[PT5] a field is asked only while the answer it hangs on is there, through the whole chain', () => {
  expect(ids(askedFields(fields, {}))).toEqual(['seen']);
  expect(ids(askedFields(fields, { seen: true }))).toEqual(['seen', 'grown']);
  expect(ids(askedFields(fields, { seen: true, grown: true }))).toEqual(['seen', 'grown', 'fast']);
  expect(ids(askedFields(fields, { seen: false, grown: true }))).toEqual(['seen']);
});

test('[PT5] an answer to a field that is not asked any more is not kept', () => {
  expect(askedValues(fields, { seen: false, grown: true, fast: true })).toEqual({ seen: false });
  expect(askedValues(fields, { seen: true, grown: false, fast: true })).toEqual({ seen: true, grown: false });
});

test('[PT5] one of several answers is enough, and a circle is never asked', () => {
  const choices: Field = {
    id: 'signs',
    label: 'Signs',
    required: false,
    kind: 'choices',
    options: [
      { value: 'fat', label: 'Fat' },
      { value: 'air', label: 'Air' },
    ],
  };
  const list = [choices, yesNo('benign', { field: 'signs', is: ['fat'] })];
  expect(ids(askedFields(list, { signs: ['air', 'fat'] }))).toEqual(['signs', 'benign']);
  const circle = [yesNo('a', { field: 'b', is: [true] }), yesNo('b', { field: 'a', is: [true] })];
  expect(ids(circularFields([...circle, yesNo('c', { field: 'a', is: [true] })]))).toEqual(['a', 'b']);
  expect(askedFields(circle, { a: true, b: true })).toEqual([]);
});
