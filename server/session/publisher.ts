/**
 * Brings the documents `record:` and `seat:` to what the state says. One publication per session runs at a time and always
 * shows the newest state, so several commands in a row cost one difference. While nothing but ballots come in, the count is
 * shown at most once a second: when exactly somebody voted is nobody's business. Whoever asks over HTTP gets what is shown, so
 * asking often tells nothing more.
 */
import { RECORD } from '#documents/record.ts';
import { SEAT } from '#documents/seat.ts';
import type { Seat, SessionId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { SealedBallot, SessionEvent } from '#domain/session/event.ts';
import { recordView, seatView } from '#domain/session/projection.ts';
import type { SessionState } from '#domain/session/state.ts';
import type { RecordView, SeatView } from '#domain/session/view.ts';
import type { Room } from './room.ts';

export interface Published {
  readonly state: SessionState;
  /** The box of the open round of the current item. */
  readonly ballots: readonly SealedBallot[];
}

export interface ShownView {
  readonly record: RecordView;
  readonly seat: SeatView;
}

export interface PublisherPorts {
  readonly room: Room;
  readonly now: () => Instant;
  readonly current: (id: SessionId) => Published | null;
  /** A publication that failed; it is tried again. */
  readonly failed: (id: SessionId, cause: unknown) => void;
}

export interface Publisher {
  /** What one person may see now: everything as it is shown, the own ballots as they are. Null without a seat. */
  viewFor(id: SessionId, seat: Seat): ShownView | null;
  changed(id: SessionId, events: readonly SessionEvent[]): void;
  /** When everything that was changed so far is shown, but for counts that wait for their second. */
  settled(id: SessionId): Promise<void>;
  close(): void;
}

const COUNT_INTERVAL_MS = 1000;
const RETRY_MS = 1000;

interface Line {
  running: Promise<void>;
  /** When everything was shown last, and what that was. */
  shownAt: number;
  shown: Published | null;
  /** A later showing that is set up. */
  waiting: NodeJS.Timeout | null;
}

export function createPublisher(ports: PublisherPorts): Publisher {
  const lines = new Map<SessionId, Line>();
  let closed = false;

  const lineOf = (id: SessionId): Line => {
    const known = lines.get(id);
    if (known) return known;
    const line = { running: Promise.resolve(), shownAt: -COUNT_INTERVAL_MS, shown: null, waiting: null };
    lines.set(id, line);
    return line;
  };

  function enqueue(id: SessionId, show: (shown: Published) => Promise<void>): void {
    const line = lineOf(id);
    const run = async (): Promise<void> => {
      const shown = ports.current(id);
      if (shown) await show(shown);
    };
    line.running = line.running.then(run).catch((cause: unknown) => {
      // Nobody may be left looking at an old state: it is tried again until it works or the server stops.
      if (!closed) line.waiting ??= setTimeout(() => showAll(id), RETRY_MS).unref();
      ports.failed(id, cause);
    });
  }

  function showAll(id: SessionId): void {
    const line = lineOf(id);
    if (line.waiting) clearTimeout(line.waiting);
    line.waiting = null;
    line.shownAt = ports.now();
    enqueue(id, (current) => {
      line.shown = current;
      return everything(ports.room, current);
    });
  }

  return {
    viewFor(id, seat) {
      const current = ports.current(id);
      const shown = lines.get(id)?.shown ?? current;
      const own = current && seatAsShown({ shown, current }, seat);
      return shown && own ? { record: recordView(shown.state), seat: own } : null;
    },
    changed(id, events) {
      const line = lineOf(id);
      const due = line.shownAt + COUNT_INTERVAL_MS - ports.now();
      const voters = votersOf(events);
      if (!voters || due <= 0) {
        showAll(id);
        return;
      }
      // The voter alone sees at once that the ballot is in.
      for (const seat of voters) enqueue(id, (current) => ownBallots(ports.room, { shown: line.shown, current }, seat));
      line.waiting ??= setTimeout(() => showAll(id), due).unref();
    },
    settled: (id) => lineOf(id).running,
    close() {
      closed = true;
      for (const { waiting } of lines.values()) if (waiting) clearTimeout(waiting);
      lines.clear();
    },
  };
}

/** The seats whose ballots came in, or null when something else happened as well. */
function votersOf(events: readonly SessionEvent[]): Seat[] | null {
  const voters = events.flatMap((event) => (event.type === 'ballot-cast' ? [event.seat] : []));
  return voters.length === events.length && voters.length > 0 ? voters : null;
}

async function everything(room: Room, { state, ballots }: Published): Promise<void> {
  const name = { kind: 'record', session: state.id } as const;
  await room.publish(name, RECORD, { ...recordView(state) });
  await Promise.all(state.people.map(({ seat }) => seatOnly(room, { state, ballots }, seat)));
}

async function seatOnly(room: Room, { state, ballots }: Published, seat: Seat): Promise<void> {
  const view = seatView(state, seat, ballotsOf(ballots, seat));
  if (view) await room.publish({ kind: 'seat', session: state.id, seat }, SEAT, { ...view });
}

interface Moments {
  readonly shown: Published | null;
  readonly current: Published;
}

async function ownBallots(room: Room, moments: Moments, seat: Seat): Promise<void> {
  const view = seatAsShown(moments, seat);
  const session = moments.current.state.id;
  if (view) await room.publish({ kind: 'seat', session, seat }, SEAT, { ...view });
}

/** The own ballots of now in a view that is otherwise as it is shown: whose ballot is missing must wait like the count. */
function seatAsShown({ shown, current }: Moments, seat: Seat): SeatView | null {
  const now = seatView(current.state, seat, ballotsOf(current.ballots, seat));
  const before = shown && seatView(shown.state, seat, []);
  return now && before ? { ...before, item: now.item } : now;
}

const ballotsOf = (ballots: readonly SealedBallot[], seat: Seat): SealedBallot[] =>
  ballots.filter((ballot) => ballot.seat === seat);
