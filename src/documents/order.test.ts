import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from '#domain/kernel/random.ts';
import { ORDER_PATTERN, evenOrders, orderBetween } from './order.ts';

const chances = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 3, maxLength: 3 });

/** Plays the given numbers again and again. */
function cycle(values: readonly number[]): () => number {
  let i = 0;
  return () => values[i++ % values.length] ?? 0;
}

test('[DOC3] wherever something is inserted, its order lies strictly between its neighbours', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), chances), { maxLength: 80 }), (inserts) => {
      const list: string[] = [];
      for (const [place, chance] of inserts) {
        const index = place % (list.length + 1);
        list.splice(index, 0, orderBetween(list[index - 1] ?? null, list[index] ?? null, cycle(chance)));
      }
      expect(list).toEqual([...new Set(list)].sort());
      expect(list.every((order) => ORDER_PATTERN.test(order))).toBe(true);
    }),
  );
});

test('[DOC3] a whole outline gets short orders that rise', () => {
  const random = seeded(7);
  const orders = evenOrders(2000, () => random.unit());
  expect(orders).toEqual([...new Set(orders)].sort());
  expect(Math.max(...orders.map((order) => order.length))).toBe(7);
});

test('[DOC3] there is no room between equal orders', () => {
  expect(() => orderBetween('V', 'V', () => 0)).toThrow(RangeError);
});
