/**
 * One order for both logs of a session: every edit of the journal and every step of the ledger gets its place on one line
 * of time. When exactly somebody voted is nobody's business here either, so what only counts ballots waits, in the
 * replay, for the next thing that everybody saw.
 */
import type { ItemId, SessionId } from '../kernel/id.ts';
import { instantOf, type Instant } from '../kernel/instant.ts';
import type { SessionEvent } from '../session/event.ts';
import { currentItem, evolve, type SessionState } from '../session/state.ts';
import type { ItemPhase } from '../session/view.ts';

export const MILESTONE_KINDS = [
  'opened',
  'item',
  'vote',
  'question',
  'reveal',
  'discussion',
  'decision',
  'seal',
  'parked',
  'closed',
] as const;
export type MilestoneKind = (typeof MILESTONE_KINDS)[number];

/** A step of the panel as a whole. A single ballot is none. */
export interface Milestone {
  readonly kind: MilestoneKind;
  readonly item: ItemId | null;
  /** Of a vote, a question and a reveal. */
  readonly round: number | null;
  /** Where the item before the panel stands from here on. */
  readonly phase: ItemPhase | null;
}

/** A row of the journal. `count`: it changes nothing but how many ballots are in. */
export interface JournalLine {
  readonly seq: number;
  readonly at: Instant;
  readonly shows: 'table' | 'record' | 'count';
}

/** An event of the ledger, with the journal number it follows. */
export interface LedgerLine {
  readonly at: Instant;
  readonly journalSeq: number;
  readonly event: SessionEvent;
}

export interface Placed {
  /** Milliseconds since the session was opened. */
  readonly ms: number;
}

export interface PlacedRow extends Placed {
  /** Index of the row among those that were given. */
  readonly row: number;
}

export interface PlacedMilestone extends Placed, Milestone {
  /** So many rows of the replay are in place when everybody has seen it. */
  readonly position: number;
}

export interface ReplayOrder {
  readonly startedAt: Instant;
  readonly length: number;
  readonly rows: readonly PlacedRow[];
  readonly milestones: readonly PlacedMilestone[];
}

/** @param journal in the order of their numbers. @param ledger all events of the session, in order. */
export function replayOrder(
  session: SessionId,
  journal: readonly JournalLine[],
  ledger: readonly LedgerLine[],
): ReplayOrder {
  const shown = milestonesOf(session, ledger).map((line) => ({ ...line, row: rowThatShows(journal, line.journalSeq) }));
  const startedAt = shown.find(({ kind }) => kind === 'opened')?.at ?? journal.at(-1)?.at ?? instantOf(0);
  const last = shown.findLast(({ kind }) => kind === 'closed') ?? shown.at(-1);
  const end = journal[last?.row ?? -1]?.at ?? last?.at ?? startedAt;
  const length = Math.max(0, end - startedAt);
  const rows = placed(journal, (at) => Math.min(length, Math.max(0, at - startedAt)), length);
  const positions = new Map(rows.map(({ row }, index) => [row, index + 1]));
  return {
    startedAt,
    length,
    rows,
    milestones: shown.map(({ row, kind, item, round, phase }) => {
      const position = positions.get(row) ?? rows.length;
      return { kind, item, round, phase, position, ms: rows[position - 1]?.ms ?? length };
    }),
  };
}

type Dated = Milestone & Pick<LedgerLine, 'at' | 'journalSeq'>;

/** A question that closes with the reveal is told by the reveal. */
function milestonesOf(session: SessionId, ledger: readonly LedgerLine[]): Dated[] {
  let state: SessionState | null = null;
  const found: Dated[] = [];
  for (const { event, at, journalSeq } of ledger) {
    state = evolve(state, event, session);
    const milestone = milestoneOf(event);
    if (!milestone) continue;
    if (milestone.kind === 'reveal' && found.at(-1)?.kind === 'question') found.pop();
    found.push({ ...milestone, phase: currentItem(state)?.phase ?? null, at, journalSeq });
  }
  return found;
}

function milestoneOf(event: SessionEvent): Omit<Milestone, 'phase'> | null {
  const kind = KINDS[event.type];
  if (!kind) return null;
  return {
    kind,
    item: 'item' in event ? event.item : null,
    round: 'round' in event ? event.round : null,
  };
}

const KINDS: Readonly<Record<SessionEvent['type'], MilestoneKind | null>> = {
  'session-scheduled': null,
  joined: null,
  'guest-seated': null,
  'guest-sent-out': null,
  'session-opened': 'opened',
  'item-opened': 'item',
  'voting-opened': 'vote',
  'ballot-cast': null,
  recused: null,
  excused: null,
  'stage-closed': 'question',
  revealed: 'reveal',
  'discussion-opened': 'discussion',
  'decision-opened': 'decision',
  sealed: 'seal',
  parked: 'parked',
  'presenter-changed': null,
  'session-closed': 'closed',
};

/** The first row after `journalSeq` in which everybody saw what the event did; −1 where none followed. */
const rowThatShows = (journal: readonly JournalLine[], journalSeq: number): number =>
  journal.findIndex(({ seq, shows }) => seq > journalSeq && shows === 'record');

/** A clock that was set back does not turn the order of the rows around. */
function placed(journal: readonly JournalLine[], since: (at: Instant) => number, length: number): PlacedRow[] {
  let latest = 0;
  const rows = journal.map(({ at, shows }, row) => {
    if (shows !== 'count') latest = Math.max(latest, since(at));
    return { row, ms: latest };
  });
  let next = length;
  for (const [row, { shows }] of [...journal.entries()].reverse()) {
    if (shows === 'record') next = rows[row]?.ms ?? next;
    if (shows === 'count') rows[row] = { row, ms: next };
  }
  return rows.toSorted((a, b) => a.ms - b.ms || a.row - b.row);
}
