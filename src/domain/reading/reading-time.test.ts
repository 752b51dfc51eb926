import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addedTimes, furthest, NO_TIME, timeIn } from './reading-time.ts';

const at = (from: number, to: number, lastInput: number, visible = true) => timeIn({ from, to, lastInput, visible });

test('[RW10] a reader is active while the page is visible and something was moved within a minute, and idle otherwise', () => {
  expect(at(0, 30_000, 0)).toEqual({ active: 30_000, idle: 0 });
  expect(at(50_000, 80_000, 0)).toEqual({ active: 10_000, idle: 20_000 });
  expect(at(70_000, 80_000, 0)).toEqual({ active: 0, idle: 10_000 });
  expect(at(0, 30_000, 0, false)).toEqual({ active: 0, idle: 30_000 });
});

test('[RW10] what a machine slept is neither', () => {
  expect(at(0, 8 * 3_600_000, 0)).toEqual({ active: 60_000, idle: 60_000 });
});

test('[RW10] how often the clock looks in changes nothing, and no time counts twice', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 119_000 }),
      fc.integer({ min: 0, max: 119_000 }),
      fc.boolean(),
      (a, b, visible) => {
        const [middle, end] = [Math.min(a, b), Math.max(a, b)];
        const whole = at(0, end, 0, visible);
        expect(addedTimes(at(0, middle, 0, visible), at(middle, end, 0, visible))).toEqual(whole);
        expect(whole.active + whole.idle).toBe(end);
      },
    ),
  );
});

test('[RW14] of the totals of one window the furthest counts, told twice and in whatever order', () => {
  const seconds = fc.integer({ min: 0, max: 1000 });
  const steps = fc.array(fc.record({ active: seconds, idle: seconds }), { minLength: 1, maxLength: 8 });
  const growing = steps.map((spent) =>
    spent.reduce<{ active: number; idle: number }[]>(
      (told, more) => [...told, addedTimes(told.at(-1) ?? NO_TIME, more)],
      [],
    ),
  );
  const arriving = growing.chain((told) =>
    fc.tuple(fc.constant(told), fc.array(fc.nat({ max: told.length - 1 }), { minLength: 1, maxLength: 20 })),
  );
  fc.assert(
    fc.property(arriving, ([told, order]) => {
      const arrived = order.map((i) => told[i] ?? NO_TIME);
      expect(arrived.reduce(furthest, NO_TIME)).toEqual(told[Math.max(...order)]);
    }),
  );
});
