/** Re-computing the ledger's chain from its first row, by somebody who trusts nothing but arithmetic. */
import { asc, gt } from 'drizzle-orm';
import type { Store } from './database.ts';
import { eventOf, hashOf, NO_HASH } from './ledger.ts';
import { ledger as table } from './schema/ledger.ts';

export type Verification =
  | { readonly intact: true; readonly events: number; readonly head: string }
  | {
      readonly intact: false;
      /** The first row that does not fit. */
      readonly seq: number;
      readonly reason: 'missing-row' | 'broken-link' | 'altered' | 'truncated';
      readonly message: string;
    };

type Break = Extract<Verification, { intact: false }>;
type Row = typeof table.$inferSelect;

const SOME = 1000;

/** @param head a hash printed earlier, for example with a sealed record: the ledger must still contain it. */
export function verifyLedger(store: Store, { head }: { readonly head?: string } = {}): Verification {
  let seq = 0;
  let hash = NO_HASH;
  let headSeen = head === undefined || head === NO_HASH;
  for (;;) {
    const rows = store.db.select().from(table).where(gt(table.seq, seq)).orderBy(asc(table.seq)).limit(SOME).all();
    for (const row of rows) {
      const broken = breakAt(row, seq + 1, hash);
      if (broken) return broken;
      seq = row.seq;
      hash = row.hash;
      headSeen ||= row.hash === head;
    }
    if (rows.length < SOME) break;
  }
  return headSeen ? { intact: true, events: seq, head: hash } : truncated(seq);
}

function breakAt(row: Row, seq: number, prevHash: string): Break | null {
  if (row.seq !== seq) return broken(seq, 'missing-row', `row ${String(seq)} is missing`);
  if (row.prevHash !== prevHash) return broken(seq, 'broken-link', `row ${String(seq)} does not follow the row before`);
  if (hashOfRow(row) !== row.hash) return broken(seq, 'altered', `row ${String(seq)} was altered`);
  return null;
}

function hashOfRow(row: Row): string | null {
  try {
    const { hash: _, ...sealed } = eventOf(row);
    return hashOf(sealed);
  } catch {
    return null;
  }
}

const broken = (seq: number, reason: Break['reason'], message: string): Break => ({
  intact: false,
  seq,
  reason,
  message,
});

const truncated = (seq: number): Break =>
  broken(seq + 1, 'truncated', `the chain is whole up to row ${String(seq)}, but the given head is not in it`);
