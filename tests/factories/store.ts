/** A migrated store in memory (or in a file), with its ledger. It closes itself when the test ends. */
import { onTestFinished } from 'vitest';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { openDatabase, type Store } from '#server/store/database.ts';
import { createLedger, type Ledger } from '#server/store/ledger.ts';
import { migrate } from '#server/store/migration.ts';

export interface TestStore {
  readonly store: Store;
  readonly ledger: Ledger;
  /** Starts at 2026-01-01 00:00 UTC and stands still until `advance`. */
  readonly now: () => Instant;
  readonly advance: (ms: number) => void;
}

export function testStore({ file = ':memory:' }: { file?: string } = {}): TestStore {
  const store = openDatabase(file);
  migrate(store);
  let clock = Date.UTC(2026, 0, 1);
  const now = (): Instant => instantOf(clock);
  const ledger = createLedger({ store, now, journalSeq: () => 0 });
  onTestFinished(() => {
    store.close();
  });
  return { store, ledger, now, advance: (ms) => void (clock += ms) };
}
