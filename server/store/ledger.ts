/**
 * The ledger: every ruled event, in order, each row carrying the hash of the one before. Whoever changes, removes or
 * reorders a row breaks the chain at that row; whoever cuts the tail off misses a head that was printed earlier.
 */
import { createHash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { asc, desc, eq, sql } from 'drizzle-orm';
import { canonicalJson, type Json } from '#domain/kernel/canonical-json.ts';
import type { UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Database, Store, Transaction } from './database.ts';
import { ledger as table } from './schema/ledger.ts';

export interface LedgerEvent {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: UserId | 'system';
  /** `session:<id>`, `read:<id>`, `case:<id>`, `project:<id>`, `agreement:<project>`, `protocol:<id>`, `user:<id>`. */
  readonly stream: string;
  readonly type: string;
  readonly payload: Json;
  /** The highest journal number at the commit. */
  readonly journalSeq: number;
  readonly prevHash: string;
  readonly hash: string;
}

export interface NewEvent {
  readonly actor: UserId | 'system';
  readonly stream: string;
  readonly type: string;
  readonly payload: Json;
  /** The stream's last known `seq` (0 for a new stream). A mismatch throws `VersionConflict`. */
  readonly expect?: number;
}

/** Somebody appended to the stream since it was loaded. Commands answer it with the refusal `version-conflict`. */
export class VersionConflict extends Error {
  readonly stream: string;
  constructor(stream: string) {
    super(`the stream ${stream} has moved on`);
    this.name = 'VersionConflict';
    this.stream = stream;
  }
}

export interface Ledger {
  /** Appends one event inside a transaction. @throws VersionConflict */
  append(tx: Transaction, event: NewEvent): LedgerEvent;
  /** Many events in one go, in their order: thousands of them take some tens of milliseconds. @throws VersionConflict */
  appendAll(tx: Transaction, events: readonly NewEvent[]): void;
  /** The events of one stream, in order. */
  read(stream: string, on?: Database | Transaction): LedgerEvent[];
  /** All events after `seq`, in order, at most `limit`. */
  readAfter(seq: number, limit: number): LedgerEvent[];
  /** The last row's number and hash; 0 and 64 zeros for an empty ledger. */
  head(): { readonly seq: number; readonly hash: string };
  /** Called once per commit with the events it appended. Returns the undo. */
  onCommitted(listener: (events: readonly LedgerEvent[]) => void): () => void;
}

export const NO_HASH = '0'.repeat(64);

export interface LedgerPorts {
  readonly store: Store;
  readonly now: () => Instant;
  /** The highest number in the journal; 0 while it is empty. */
  readonly journalSeq: (tx: Transaction) => number;
}

export function createLedger({ store, now, journalSeq }: LedgerPorts): Ledger {
  const listeners = new Set<(events: readonly LedgerEvent[]) => void>();
  // Prepared when the first event comes, because before the migration there is no table.
  let statement: Sqlite.Statement | undefined;
  const written = (): Sqlite.Statement => (statement ??= store.connection.prepare(INSERT));
  let batch: LedgerEvent[] | null = null;
  let batchOf: Transaction | null = null;

  /** Listeners hear of all events of one commit together. */
  function announce(tx: Transaction, event: LedgerEvent): void {
    if (batch && batchOf === tx) {
      batch.push(event);
      return;
    }
    const own = (batch = [event]);
    batchOf = tx;
    store.afterCommit(() => {
      for (const listener of listeners) listener(own);
    });
  }

  /** Behind the event before; what is the same for all of one go is looked up once. */
  function put(tx: Transaction, { actor, stream, type, payload, expect }: NewEvent, behind: Behind): LedgerEvent {
    if (expect !== undefined && lastOf(tx, stream) !== expect) throw new VersionConflict(stream);
    const { seq, hash: prevHash, at, journal } = behind;
    const text = canonicalJson(payload);
    const sealed = { seq: seq + 1, at, actor, stream, type, journalSeq: journal, prevHash };
    const event = { ...sealed, payload, hash: hashWith(sealed, text) };
    written().run({ ...event, payload: text });
    announce(tx, event);
    return event;
  }

  const end = (tx: Transaction): Behind => ({ ...headOf(tx), at: now(), journal: journalSeq(tx) });

  return {
    append: (tx, event) => put(tx, event, end(tx)),
    appendAll(tx, events) {
      let behind = end(tx);
      for (const event of events) {
        const { seq, hash } = put(tx, event, behind);
        behind = { ...behind, seq, hash };
      }
    },
    read: (stream, on = store.db) =>
      on.select().from(table).where(eq(table.stream, stream)).orderBy(asc(table.seq)).all().map(eventOf),
    readAfter: (seq, limit) =>
      store.db
        .select()
        .from(table)
        .where(sql`${table.seq} > ${seq}`)
        .orderBy(asc(table.seq))
        .limit(limit)
        .all()
        .map(eventOf),
    head: () => headOf(store.db),
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

interface Behind {
  readonly seq: number;
  readonly hash: string;
  readonly at: Instant;
  readonly journal: number;
}

const INSERT = `INSERT INTO ledger (seq, at, actor, stream, type, payload, journal_seq, prev_hash, hash)
  VALUES (:seq, :at, :actor, :stream, :type, :payload, :journalSeq, :prevHash, :hash)`;

/** SHA-256 over the canonical JSON of everything but the hash itself. */
export const hashOf = (event: Omit<LedgerEvent, 'hash'>): string => hashWith(event, canonicalJson(event.payload));

/** The payload is long, and its text is written as well: it is made once. The keys stand in the order of canonical JSON. */
function hashWith(event: Omit<LedgerEvent, 'hash' | 'payload'>, payload: string): string {
  const { actor, at, journalSeq, prevHash, seq, stream, type } = event;
  const [before, behind] = [canonicalJson({ actor, at, journalSeq }), canonicalJson({ prevHash, seq, stream, type })];
  return createHash('sha256')
    .update(`${before.slice(0, -1)},"payload":${payload},${behind.slice(1)}`)
    .digest('hex');
}

/** @throws SyntaxError when the payload is no JSON: the row was tampered with. */
export const eventOf = (row: typeof table.$inferSelect): LedgerEvent => ({
  ...row,
  at: instantOf(row.at),
  actor: row.actor as UserId | 'system',
  payload: JSON.parse(row.payload) as Json,
});

function headOf(on: Database | Transaction): { seq: number; hash: string } {
  const row = on.select({ seq: table.seq, hash: table.hash }).from(table).orderBy(desc(table.seq)).limit(1).get();
  return row ?? { seq: 0, hash: NO_HASH };
}

function lastOf(on: Database | Transaction, stream: string): number {
  const row = on
    .select({ seq: table.seq })
    .from(table)
    .where(eq(table.stream, stream))
    .orderBy(desc(table.seq))
    .limit(1)
    .get();
  return row?.seq ?? 0;
}
