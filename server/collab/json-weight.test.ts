import fc from 'fast-check';
import { createDecoder, readAny } from 'lib0/decoding';
import { createEncoder, toUint8Array } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { SHAPES, isKeyIn } from '#documents/shapes.ts';
import { MOST_RUN_ENDS } from '#domain/geometry/labelmap.ts';
import { uuid } from '#tests/factories/collab.ts';
import { poisoned } from '#tests/factories/hostile.ts';
import { FIELD_WEIGHT } from './limits.ts';
import { isBuiltIn, weightOf } from './json-weight.ts';

describe('[GT17] a value is JSON, with bounded size and depth', () => {
  test('whatever JSON our shapes have is weighed, about as heavy as its text', () => {
    const field = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.string()));
    const attributes = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), field).map((value) => withoutBuiltIns(value));
    const value = fc.oneof(field, attributes, fc.array(fc.tuple(fc.double({ noNaN: true }), fc.integer())));
    fc.assert(
      fc.property(value, (one) => {
        const weight = weightOf(one) ?? -1;
        return weight > 0 && weight < 20 * JSON.stringify(one).length + 20;
      }),
    );
  });

  test('the longest outline has less than half of what a field may weigh', () => {
    const outline = Array.from({ length: 2000 }, () => [1234.567, 1234.567]);
    expect(weightOf(outline)).toBeLessThan(FIELD_WEIGHT / 2);
  });

  test('the most ragged painted area still fits into a field', () => {
    const ends = Array.from({ length: MOST_RUN_ENDS }, (_, i) => [i, 65_535]);
    expect(weightOf(ends)).toBeLessThan(FIELD_WEIGHT);
  });

  test.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['a big integer', 9n],
    ['bytes', Uint8Array.of(1)],
    ['a date', new Date(0)],
    ['an object of another kind', Object.create({ sop: '1.2' })],
    ['a name every object has', { constructor: 1 }],
    ['such a name inside', [{ toString: 1 }]],
    ['lists in lists in lists in lists', [[[[1]]]]],
    ['nothing in a list', [1, undefined]],
  ])('%s is none', (_, value) => {
    expect(weightOf(value)).toBeNull();
  });

  test('nor is what Yjs makes of the key __proto__', () => {
    const encoder = createEncoder();
    poisoned().write(encoder);
    const value: unknown = readAny(createDecoder(toUint8Array(encoder).subarray(1)));
    expect((value as { sop?: unknown }).sop).toBe('1.2.3');
    expect(weightOf(value)).toBeNull();
  });
});

const withoutBuiltIns = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !isBuiltIn(name)));

test('[GT16] entries stand under ids, values under short names, and a projection has no key for anybody', () => {
  const { MARK_ENTRIES, COMMENTS, VERTICES, ANSWER_VALUES, NOTE_VALUES, PROJECTION } = SHAPES;
  for (const shape of [MARK_ENTRIES, COMMENTS, VERTICES])
    expect([uuid(1), 'mark', '', '__proto__', `${uuid(1)} `].map((key) => isKeyIn(shape, key))).toEqual([
      ...[true, false, false, false, false],
    ]);
  for (const shape of [ANSWER_VALUES, NOTE_VALUES])
    expect(['quality', 'n-1', '', 'A', '__proto__', 'x'.repeat(41)].map((key) => isKeyIn(shape, key))).toEqual([
      ...[true, true, false, false, false, false],
    ]);
  expect(isKeyIn(PROJECTION, 'phase')).toBe(false);
});
