/**
 * A replay made ready for seeking: every update is applied once, in order, and leaves behind the keyframes of its document
 * and the contributions people made. It is done in short pieces, so that the page stays alive meanwhile.
 */
import { fromBase64 } from 'lib0/buffer';
import type { Replay } from '#contract/replay.ts';
import { recordOf } from '#documents/record.ts';
import type { ItemId, Seat } from '#domain/kernel/id.ts';
import { bandsOf, gapsOf, type Band, type Stretch } from '#domain/record/replay-timeline.ts';
import { Contributions, SOMEBODY, type Author, type Contribution } from './contribution.ts';
import { watchTable, type Change } from './table-changes.ts';
import { countBelow, Track } from './track.ts';

export interface PreparedReplay {
  readonly replay: Replay;
  readonly record: Track;
  readonly tables: ReadonlyMap<ItemId, Track>;
  readonly contributions: readonly Contribution[];
  /** The places of the items on the agenda. */
  readonly numbers: ReadonlyMap<ItemId, number>;
  readonly bands: readonly Band[];
  /** Stretches in which nothing happened that the replay could show. */
  readonly gaps: readonly Stretch[];
  /** So many rows are in place at this time. @param time in milliseconds since the opening. */
  readonly positionAt: (time: number) => number;
}

export interface Preparing {
  /** Lets others run in between; called after each piece with the share that is done. */
  readonly pause: (done: number) => Promise<void>;
  readonly rowsPerKeyframe?: number;
}

const PIECE = 1000;
const IDLE_MS = 20_000;

export async function prepareReplay(replay: Replay, { pause, rowsPerKeyframe }: Preparing): Promise<PreparedReplay> {
  const documents = replay.documents.map(({ item }) => opened(item, replay.seats, new Track(rowsPerKeyframe)));
  const record = documents.find(({ item }) => item === null)?.track ?? new Track();
  const contributions = new Contributions();
  let people: ReadonlyMap<Seat, Author> = new Map();
  for (const [position, [document, ms, by, data]] of replay.rows.entries()) {
    if (position > 0 && position % PIECE === 0) await pause(position / replay.rows.length);
    const one = documents[document];
    if (!one) continue;
    one.track.add(position, fromBase64(data));
    const { item } = one;
    if (item === null) {
      people = new Map(recordOf(record.end)?.people.map((person) => [person.seat, person]));
      continue;
    }
    const seat = by === null ? null : (replay.seats[by] ?? null);
    const author = (seat && people.get(seat)) ?? SOMEBODY;
    contributions.add({ item, seat, author, ms }, one.changes());
  }
  return described(replay, { record, documents, contributions: contributions.all() });
}

interface Opened {
  readonly item: ItemId | null;
  readonly track: Track;
  readonly changes: () => Change[];
}

const opened = (item: ItemId | null, seats: readonly Seat[], track: Track): Opened => ({
  item,
  track,
  changes: item === null ? () => [] : watchTable(track.end, seats),
});

interface Built {
  readonly record: Track;
  readonly documents: readonly Opened[];
  readonly contributions: readonly Contribution[];
}

function described(replay: Replay, { record, documents, contributions }: Built): PreparedReplay {
  const { length } = replay.session;
  const times = replay.rows.map(([, ms]) => ms);
  const happened = [...times, ...replay.milestones.map(({ ms }) => ms)].sort((a, b) => a - b);
  return {
    replay,
    record,
    tables: new Map(documents.flatMap(({ item, track }) => (item === null ? [] : [[item, track] as const]))),
    contributions,
    numbers: new Map(recordOf(record.end)?.agenda.map(({ item, number }) => [item, number])),
    bands: bandsOf(replay.milestones, length),
    gaps: gapsOf(happened, { length, idle: IDLE_MS }),
    positionAt: (time) => countBelow(times, time + 1),
  };
}
