/**
 * The replay of a closed session. It is made of the documents that everybody in the room had open, the record and the tables;
 * what was one person's alone (`seat:`, `read:`) is not read at all. The answer is built field by field.
 */
import type { ReplayWire } from '#contract/replay.ts';
import { textOf } from '#documents/names.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, SessionId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { replayOrder, type JournalLine, type PlacedRow } from '#domain/record/replay.ts';
import type { SessionState } from '#domain/session/state.ts';
import { isAtTable } from '#server/session/commanding.ts';
import { sessionEventOf, streamOf } from '#server/session/session-log.ts';
import type { Store } from '#server/store/database.ts';
import type { Author, Journal, JournalRow } from '#server/store/journal.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { deliberatesOver } from '#server/store/sessions.ts';
import { ballotCounter } from './counting-rows.ts';

export interface ReplayPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly journal: Pick<Journal, 'rows'>;
  readonly sessions: { readonly state: (session: SessionId) => SessionState | null };
}

export interface ReplayService {
  open(actor: Actor, session: SessionId): Promise<Result<ReplayWire, Refusal>>;
}

export const createReplay = (ports: ReplayPorts): ReplayService => ({
  async open(actor, session) {
    const state = ports.sessions.state(session);
    if (!state) return err(refusal('not-found'));
    const refused = refusedTo(ports, actor, state);
    if (refused) return err(refused);
    ports.store.transact((tx) => {
      ports.ledger.append(tx, { actor: actor.user, stream: `record:${session}`, type: 'replay-looked', payload: {} });
    });
    return ok(await replayOf(ports, actor, state));
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

/** A closed session does not change any more, so others may be served between the pieces of the work. */
const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const PIECE = 2000;

async function replayOf(ports: ReplayPorts, actor: Actor, state: SessionState): Promise<ReplayWire> {
  const lines = await linesOf(ports, state);
  const events = ports.ledger
    .read(streamOf(state.id))
    .map((row) => ({ at: row.at, journalSeq: row.journalSeq, event: sessionEventOf(row) }));
  const { startedAt, length, rows, milestones } = replayOrder(state.id, lines, events);
  const seats = state.people.map(({ seat }) => seat).sort();
  return {
    session: { id: state.id, project: state.project, title: state.title, startedAt, length },
    protocol: protocolFor(ports, actor, state),
    seats,
    documents: [{ item: null }, ...state.items.map(({ content }) => ({ item: content.id }))],
    rows: await wireRows({
      lines,
      rows,
      places: new Map(state.people.map((one) => [one.user, seats.indexOf(one.seat)])),
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

interface Ordered {
  readonly lines: readonly Line[];
  readonly rows: readonly PlacedRow[];
  /** Whose seat stands where in the answer. */
  readonly places: ReadonlyMap<Author, number>;
}

async function wireRows({ lines, rows, places }: Ordered): Promise<ReplayWire['rows']> {
  const wire: ReplayWire['rows'] = [];
  for (const { row, ms } of rows) {
    const line = lines[row];
    if (!line) continue;
    const { user, data } = line.stored;
    wire.push([line.document, ms, places.get(user) ?? null, Buffer.from(data).toString('base64')]);
    if (wire.length % PIECE === 0) await others();
  }
  return wire;
}

/** The rows of the record and of every table, in the order of the journal. */
async function linesOf({ journal }: ReplayPorts, { id: session, items }: SessionState): Promise<Line[]> {
  const counts = ballotCounter();
  const lines: Line[] = [];
  for (const stored of [...journal.rows(textOf({ kind: 'record', session }))]) {
    lines.push(lineOf(stored, 0, counts(stored.data) ? 'count' : 'record'));
    if (lines.length % 50 === 0) await others();
  }
  for (const [i, { content }] of items.entries()) {
    const rows = journal.rows(textOf({ kind: 'table', session, item: content.id }));
    for (const stored of [...rows]) lines.push(lineOf(stored, i + 1, 'table'));
    await others();
  }
  return lines.sort((a, b) => a.seq - b.seq);
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
