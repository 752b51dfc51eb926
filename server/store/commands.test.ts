import { expect, it } from 'vitest';
import { idOf, type CommandId, type UserId } from '#domain/kernel/id.ts';
import { ok } from '#domain/kernel/result.ts';
import { testStore } from '#tests/factories/store.ts';
import { once } from './commands.ts';

it('[CM1] a repeated command gets the first answer and does nothing again; another person is another command', () => {
  const { store, now } = testStore();
  let runs = 0;
  const send = (actor: string) =>
    store.transact((tx) =>
      once(tx, { actor: idOf<UserId>(actor), commandId: idOf<CommandId>('c1'), at: now() }, () => ok(++runs)),
    );
  expect([send('ada'), send('ada'), send('bob')]).toEqual([ok(1), ok(1), ok(2)]);
  expect(runs).toBe(2);
});
