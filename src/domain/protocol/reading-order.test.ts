import { expect, test } from 'vitest';
import { orderedFor } from './reading-order.ts';

const cases = Array.from({ length: 40 }, (_, i) => ({ id: `C-${String(i + 1).padStart(4, '0')}` }));
const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);
const shuffled = { kind: 'shuffled', seed: 7 } as const;

test('[PT3] a fixed order is everybody’s, a shuffled one is one for each reader and always the same', () => {
  expect(orderedFor({ kind: 'fixed' }, 'ann', cases)).toEqual(cases);
  const own = orderedFor(shuffled, 'ann', cases);
  expect(own).toEqual(orderedFor(shuffled, 'ann', cases));
  expect(ids(own).toSorted()).toEqual(ids(cases));
  expect(own).not.toEqual(cases);
  expect(own).not.toEqual(orderedFor(shuffled, 'ben', cases));
  expect(own).not.toEqual(orderedFor({ ...shuffled, seed: 8 }, 'ann', cases));
});

test('[PT3] what is done or comes in later moves no other case', () => {
  const all = ids(orderedFor(shuffled, 'ann', cases));
  const fewer = ids(orderedFor(shuffled, 'ann', cases.slice(0, 25)));
  expect(all.filter((id) => fewer.includes(id))).toEqual(fewer);
});

test('[PT3] portions keep their order, and each is shuffled in itself', () => {
  const own = ids(orderedFor({ kind: 'batched', seed: 7, size: 10 }, 'ann', cases));
  for (let i = 0; i < 40; i += 10) expect(own.slice(i, i + 10).toSorted()).toEqual(ids(cases.slice(i, i + 10)));
  expect(own).not.toEqual(ids(cases));
});

test('[PT3] neighbouring cases do not stay neighbours', () => {
  const firsts = Array.from({ length: 400 }, (_, i) => ids(orderedFor({ ...shuffled, seed: i }, 'ann', cases))[0]);
  const often = Math.max(...[...Map.groupBy(firsts, (id) => id).values()].map((list) => list.length));
  // Expected 10 of each; 30 would be six standard deviations away.
  expect(often).toBeLessThan(30);
});
