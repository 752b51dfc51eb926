/**
 * The replay of a closed session. It is made of the documents that everybody in the room had open, the record and the tables;
 * what was one person's alone (`seat:`, `read:`) is not read at all. The answer is built field by field.
 */
import { toBase64 } from 'lib0/buffer';
import type { ReplayWire } from '#contract/replay.ts';
import { textOf } from '#documents/names.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, SessionId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { replayOrder, type JournalLine } from '#domain/record/replay.ts';
import type { SessionState } from '#domain/session/state.ts';
import { isAtTable } from '#server/session/commanding.ts';
import { sessionEventOf, streamOf } from '#server/session/session-log.ts';
import type { Store } from '#server/store/database.ts';
import type { Journal, JournalRow } from '#server/store/journal.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { deliberatesOver } from '#server/store/sessions.ts';
import { countingRows } from './counting-rows.ts';

export interface ReplayPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly journal: Pick<Journal, 'rows'>;
  readonly sessions: { readonly state: (session: SessionId) => SessionState | null };
}

export interface ReplayService {
  open(actor: Actor, session: SessionId): Result<ReplayWire, Refusal>;
}

export const createReplay = (ports: ReplayPorts): ReplayService => ({
  open(actor, session) {
    const state = ports.sessions.state(session);
    if (!state) return err(refusal('not-found'));
    const refused = refusedTo(ports, actor, state);
    if (refused) return err(refused);
    ports.store.transact((tx) => {
      ports.ledger.append(tx, { actor: actor.user, stream: `record:${session}`, type: 'replay-looked', payload: {} });
    });
    return ok(replayOf(ports, actor, state));
  },
});

/** People of the session saw it all. Others must be allowed, and must not have to judge one of its cases still. */
function refusedTo(ports: ReplayPorts, actor: Actor, state: SessionState): Refusal | null {
  const seated = isAtTable(state, actor);
  if (!seated && !can(actor, 'record.see', { kind: 'project', project: state.project })) return refusal('not-found');
  if (state.closedAt === null) return refusal('session-not-closed');
  const cases = new Set(state.items.map(({ content }) => content.case));
  const inside = !seated && [...cases].some((id) => mustJudge(ports, actor, id));
  return inside ? refusal('inside-blind-set') : null;
}

const mustJudge = ({ store }: ReplayPorts, { user }: Actor, id: CaseId): boolean =>
  deliberatesOver(store.db, user, id) ||
  readsOfCase(store.db, id).some(
    ({ reader, state }) => state === 'draft' && reader.kind === 'person' && reader.user === user,
  );

interface Line extends JournalLine {
  readonly document: number;
  readonly stored: JournalRow;
}

function replayOf(ports: ReplayPorts, actor: Actor, state: SessionState): ReplayWire {
  const lines = linesOf(ports, state);
  const events = ports.ledger
    .read(streamOf(state.id))
    .map((row) => ({ at: row.at, journalSeq: row.journalSeq, event: sessionEventOf(row) }));
  const { startedAt, length, rows, milestones } = replayOrder(state.id, lines, events);
  const seats = state.people.map(({ seat }) => seat).sort();
  const places = new Map(state.people.map(({ user, seat }) => [user, seats.indexOf(seat)]));
  return {
    session: { id: state.id, project: state.project, title: state.title, startedAt, length },
    protocol: protocolFor(ports, actor, state),
    seats,
    documents: [{ item: null }, ...state.items.map(({ content }) => ({ item: content.id }))],
    rows: rows.flatMap(({ row, ms }) => {
      const line = lines[row];
      if (!line) return [];
      const { user, data } = line.stored;
      const author = user === 'server' ? null : (places.get(user) ?? null);
      return [[line.document, ms, author, toBase64(data)] satisfies ReplayWire['rows'][number]];
    }),
    milestones: milestones.map(({ kind, item, round, phase, ms, position }) => ({
      kind,
      item,
      round,
      phase,
      ms,
      position,
    })),
  };
}

/** The rows of the record and of every table, in the order of the journal. */
function linesOf({ journal }: ReplayPorts, { id: session, items }: SessionState): Line[] {
  const record = [...journal.rows(textOf({ kind: 'record', session }))];
  const counts = countingRows(record.map(({ data }) => data));
  const shown = record.map((stored, i) => lineOf(stored, 0, counts[i] === true ? 'count' : 'record'));
  const tables = items.flatMap(({ content }, i) => {
    const rows = journal.rows(textOf({ kind: 'table', session, item: content.id }));
    return [...rows].map((stored) => lineOf(stored, i + 1, 'table'));
  });
  return [...shown, ...tables].sort((a, b) => a.seq - b.seq);
}

const lineOf = (stored: JournalRow, document: number, shows: JournalLine['shows']): Line => ({
  seq: stored.seq,
  at: stored.at,
  shows,
  document,
  stored,
});

function protocolFor({ store }: ReplayPorts, actor: Actor, state: SessionState): ReplayWire['protocol'] {
  const seen = isAtTable(state, actor) || can(actor, 'protocol.see', { kind: 'project', project: state.project });
  return seen ? (protocolVersion(store.db, state.protocol)?.content ?? null) : null;
}
