/** Two connections to one file, as the server and the command line have. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { instantOf } from '#domain/kernel/instant.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { testStore, type TestStore } from '#tests/factories/store.ts';
import { openDatabase } from './database.ts';
import { watchForeignEvents } from './foreign-events.ts';
import { createLedger, type Ledger, type LedgerEvent } from './ledger.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

interface Both {
  readonly here: TestStore;
  /** Appends an event of this type from the other connection. */
  readonly elsewhere: (type: string) => void;
  readonly heard: string[];
  /** The next call of the listener throws. */
  fail: boolean;
  readonly failed: unknown[];
}

function both(): Both {
  const file = join(testFolder(), 'consilium.db');
  const here = testStore({ file });
  const other = openDatabase(file);
  onTestFinished(() => other.close());
  const ledger = createLedger({ store: other, now: () => instantOf(1), journalSeq: () => 0 });
  const at: Both = {
    ...{ here, heard: [], failed: [], fail: false },
    elsewhere: (type) => append({ store: other, ledger }, type),
  };
  const heard = (events: readonly LedgerEvent[]): void => {
    if (at.fail) throw new Error('not now');
    at.heard.push(...events.map(({ type }) => type));
  };
  onTestFinished(watchForeignEvents({ ...here, heard, failed: (cause) => at.failed.push(cause) }));
  return at;
}

function append({ store, ledger }: { store: TestStore['store']; ledger: Ledger }, type: string): void {
  store.transact((tx) => {
    ledger.append(tx, { actor: 'system', stream: 'user:1', type, payload: {} });
  });
}

const aSecond = (): void => void vi.advanceTimersByTime(1000);

test('[GT33] what another process appends is heard once, in order, and one’s own is not', () => {
  const at = both();
  append(at.here, 'own');
  aSecond();
  at.elsewhere('first');
  append(at.here, 'own between');
  at.elsewhere('second');
  append(at.here, 'own after');
  aSecond();
  aSecond();
  at.elsewhere('third');
  aSecond();
  expect(at.heard).toEqual(['first', 'second', 'third']);
});

test('[GT33] many at once are all heard, and a listener that fails hears them the next time', () => {
  const at = both();
  at.fail = true;
  for (let i = 0; i < 1200; i++) at.elsewhere(String(i));
  aSecond();
  append(at.here, 'own');
  at.fail = false;
  aSecond();
  expect(at.heard).toEqual(Array.from({ length: 1200 }, (_, i) => String(i)));
  expect(at.failed).toHaveLength(1);
});
