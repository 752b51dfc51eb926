import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BatchProgress } from '#contract/assignments.ts';
import { idOf, type BatchId, type UserId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { COLUMNS, datesFor, ordered, readerLoads } from './reader-load.ts';

const USERS = ['ada', 'ben', 'cleo'].map((name) => idOf<UserId>(name));
const NAMES = new Map<string, string>(USERS.map((user) => [user, user]));
const count = fc.nat({ max: 5 });
const batches: fc.Arbitrary<BatchProgress[]> = fc.array(
  fc.record({
    id: fc.uuid().map((id) => idOf<BatchId>(id)),
    name: fc.constant('Batch'),
    dueAt: fc.option(fc.nat({ max: 9 }).map(instantOf)),
    late: fc.boolean(),
    veiled: fc.boolean(),
    readers: fc
      .subarray(USERS)
      .chain((users) =>
        fc.tuple(...users.map((user) => fc.record({ user: fc.constant(user), open: count, submitted: count }))),
      ),
  }),
  { maxLength: 5 },
);

it('[AS3] how many reads of a reader are late is what their late batches have open', () => {
  fc.assert(
    fc.property(batches, (list) => {
      for (const { user, open, late, submitted, due } of readerLoads(list)) {
        const own = list.flatMap((batch) =>
          batch.readers.filter((one) => one.user === user).map((one) => ({ batch, one })),
        );
        expect(open).toBe(own.reduce((sum, { one }) => sum + one.open, 0));
        expect(submitted).toBe(own.reduce((sum, { one }) => sum + one.submitted, 0));
        expect(late).toBe(own.reduce((sum, { batch, one }) => sum + (batch.late ? one.open : 0), 0));
        expect(late).toBeLessThanOrEqual(open);
        const dates = own.filter(({ one }) => one.open > 0).map(({ batch }) => batch.dueAt ?? Infinity);
        expect(due ?? Infinity).toBe(Math.min(Infinity, ...dates));
      }
    }),
  );
});

it('[AS3] readers are sorted by every column, both ways, and nobody is lost', () => {
  fc.assert(
    fc.property(batches, fc.constantFrom(...COLUMNS), fc.boolean(), (list, by, down) => {
      const loads = readerLoads(list);
      const sorted = ordered(loads, { by, down }, NAMES);
      expect(new Set(sorted)).toEqual(new Set(loads));
      const values = sorted.map((load) => (by === 'name' ? load.user : load[by])).filter((value) => value !== null);
      const expected = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(down ? expected.toReversed() : expected);
    }),
  );
});

it('[AS4] a new date is for what the chosen readers have open, or only for what of it is late', () => {
  fc.assert(
    fc.property(batches, fc.subarray(USERS), fc.boolean(), (list, chosen, onlyLate) => {
      const users = new Set<string>(chosen);
      const { of, reads } = datesFor(list, users, onlyLate);
      const loads = readerLoads(list).filter(({ user }) => users.has(user));
      expect(reads).toBe(loads.reduce((sum, { open, late }) => sum + (onlyLate ? late : open), 0));
      expect(of.every(({ users: own }) => own.length > 0 && own.every((user) => users.has(user)))).toBe(true);
    }),
  );
});
