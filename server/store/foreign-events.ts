/**
 * Events that another process appended to the same database: the command line beside a running server. SQLite counts the
 * commits of others for every connection (`PRAGMA data_version`), so that looking costs next to nothing while there are none.
 */
import type { Store } from './database.ts';
import type { Ledger, LedgerEvent } from './ledger.ts';

export interface ForeignEvents {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly heard: (events: readonly LedgerEvent[]) => void;
  /** Told when looking failed; it is tried again. */
  readonly failed: (cause: unknown) => void;
}

const LOOK_EVERY_MS = 1000;
const AT_ONCE = 500;

/** Hears of everything appended elsewhere from now on, a second later at most. Returns the undo. */
export function watchForeignEvents({ store, ledger, heard, failed }: ForeignEvents): () => void {
  let seen = ledger.head().seq;
  let version = versionOf(store);
  const own = new Set<number>();
  const undo = ledger.onCommitted((events) => {
    for (const { seq } of events) own.add(seq);
  });

  function look(): void {
    const current = versionOf(store);
    if (current !== version) for (const events of batchesAfter(ledger, seen)) hear(events);
    else seen = Math.max(seen, ...own);
    // Only when everything was heard: a failure in between is followed by another look.
    version = current;
    own.clear();
  }
  function hear(events: readonly LedgerEvent[]): void {
    const foreign = events.filter(({ seq }) => !own.has(seq));
    if (foreign.length > 0) heard(foreign);
    seen = events.at(-1)?.seq ?? seen;
  }

  const clock = setInterval(() => {
    try {
      look();
    } catch (cause) {
      failed(cause);
    }
  }, LOOK_EVERY_MS);
  clock.unref();
  return () => {
    clearInterval(clock);
    undo();
  };
}

const versionOf = ({ connection }: Store): unknown => connection.pragma('data_version', { simple: true });

function* batchesAfter(ledger: Ledger, seq: number): Generator<readonly LedgerEvent[]> {
  for (let last = seq; ;) {
    const events = ledger.readAfter(last, AT_ONCE);
    if (events.length === 0) return;
    yield events;
    last = events.at(-1)?.seq ?? last;
  }
}
