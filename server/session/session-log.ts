/**
 * Sessions as the ledger tells them. A session's state is folded once and then kept up to date by the events that are
 * committed; whatever is read back is parsed, so a row that no longer fits stops here.
 */
import * as v from 'valibot';
import { idOf, type SessionId, type UserId } from '#domain/kernel/id.ts';
import { SessionEventSchema, type SessionEvent } from '#domain/session/event.ts';
import { evolve, type SessionState } from '#domain/session/state.ts';
import type { Database, Transaction } from '#server/store/database.ts';
import type { Ledger, LedgerEvent } from '#server/store/ledger.ts';

export interface Loaded {
  readonly state: SessionState;
  /** The ledger number of its last event. */
  readonly seq: number;
}

export interface SessionLog {
  load(id: SessionId, on?: Database | Transaction): Loaded | null;
  /** Appends after `seq`. @throws VersionConflict when the session has moved on. */
  append(
    tx: Transaction,
    to: { readonly id: SessionId; readonly actor: UserId; readonly seq: number },
    events: readonly SessionEvent[],
  ): void;
  /** Forgets what is kept: the next `load` reads the ledger. */
  forget(id: SessionId): void;
}

/** @param changed told after each commit that touched a session, with its events. */
export function createSessionLog(
  ledger: Ledger,
  changed: (id: SessionId, events: readonly SessionEvent[]) => void,
): SessionLog {
  const kept = new Map<SessionId, Loaded>();

  function load(id: SessionId, on?: Database | Transaction): Loaded | null {
    const known = kept.get(id);
    if (known) return known;
    const rows = ledger.read(streamOf(id), on);
    const loaded = rows.reduce<Loaded | null>((before, row) => advance(before, row, id), null);
    if (loaded) kept.set(id, loaded);
    return loaded;
  }

  ledger.onCommitted((rows) => {
    for (const [id, own] of bySession(rows)) {
      const before = kept.get(id);
      // What was not loaded yet is read whole when somebody asks.
      if (before)
        kept.set(
          id,
          own.reduce<Loaded>((loaded, row) => advance(loaded, row, id), before),
        );
      changed(id, own.map(sessionEventOf));
    }
  });

  return {
    load,
    append(tx, { id, actor, seq }, events) {
      let expect = seq;
      for (const event of events) {
        const { type, ...payload } = event;
        expect = ledger.append(tx, { actor, stream: streamOf(id), type, payload, expect }).seq;
      }
    },
    forget: (id) => void kept.delete(id),
  };
}

export const streamOf = (id: SessionId): string => `session:${id}`;

/** The event of a row of a session. @throws ValiError for a row that is none. */
export const sessionEventOf = ({ type, payload }: LedgerEvent): SessionEvent =>
  v.parse(SessionEventSchema, Object.assign({}, payload, { type }));

const advance = (before: Loaded | null, row: LedgerEvent, id: SessionId): Loaded => ({
  state: evolve(before?.state ?? null, sessionEventOf(row), id),
  seq: row.seq,
});

function bySession(rows: readonly LedgerEvent[]): Map<SessionId, LedgerEvent[]> {
  const sessions = new Map<SessionId, LedgerEvent[]>();
  for (const row of rows) {
    const [kind, id] = row.stream.split(':');
    if (kind !== 'session' || id === undefined) continue;
    const session = idOf<SessionId>(id);
    sessions.set(session, [...(sessions.get(session) ?? []), row]);
  }
  return sessions;
}
