/** Who has the room open, and where the others point. Awareness says seats; names and colours come from the record. */
import * as v from 'valibot';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { SeatedCursorSchema, type Cursor } from '#documents/messages.ts';
import type { Position } from '#documents/position.ts';
import type { SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { participantHex } from '#lib/ui/tones.ts';
import type { RemoteCursor } from '#lib/viewer/room-overlay.ts';
import { PointerTracks, type PointerTrack } from './pointer-track.ts';
import type { Room } from './room.svelte.ts';

type Awareness = NonNullable<SharedDocument['awareness']>;
const SeatedSchema = v.object({ seat: v.string() });
/** How often one's own pointer is sent at most. */
const SEND_EVERY_MS = 45;

export class Presence {
  readonly #room: Room;
  readonly #tracks = new PointerTracks();
  #pointing = $state.raw<readonly Seat[]>([]);
  #waiting = false;
  #latest: Cursor = { c: null };

  constructor(room: Room) {
    this.#room = room;
  }

  readonly cursors = $derived.by((): RemoteCursor[] =>
    this.#pointing
      .filter((seat) => seat !== this.#room.mySeat)
      .flatMap((seat) => {
        const person = this.#room.person(seat);
        const track = this.#tracks.of(seat);
        if (!person) return [];
        return [
          {
            seat,
            name: person.label,
            colour: participantHex(person.place),
            frame: () => track.frame(performance.now()),
            point: () => track.point(performance.now()),
          },
        ];
      }),
  );

  /** Follows who has the record open. Returns the undo. */
  watchSeats(record: SharedDocument): () => void {
    return followAwareness(record, (awareness) => {
      const seats = [...awareness.getStates().values()].flatMap((state) => seatIn(state) ?? []);
      this.#room.connected = seats;
    });
  }

  /** Follows the pointers over a table. Returns the undo. */
  watchPointers(table: SharedDocument): () => void {
    const undo = followAwareness(table, (awareness) => this.#read(awareness));
    return () => {
      undo();
      this.#tracks.clear();
      this.#pointing = [];
    };
  }

  /** Says where one's own pointer is; null when it left the image. */
  point(table: SharedDocument, at: { readonly frame: FrameKey; readonly point: Position } | null): void {
    this.#latest = at ? { c: at.point, f: `${at.frame.sop}/${String(at.frame.frame)}` } : { c: null };
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      table.awareness?.setLocalState({ ...this.#latest });
    }, SEND_EVERY_MS);
  }

  #read(awareness: Awareness): void {
    const now = performance.now();
    const seats: Seat[] = [];
    for (const state of awareness.getStates().values()) {
      const cursor = v.safeParse(SeatedCursorSchema, state);
      if (!cursor.success) continue;
      const seat = idOf<Seat>(cursor.output.seat);
      const track = this.#tracks.of(seat);
      seats.push(seat);
      const frame = frameIn(cursor.output.f);
      if (cursor.output.c && frame) moveIfNew(track, { now, frame, point: cursor.output.c });
      else track.hidden();
    }
    if (seats.toSorted().join() !== this.#pointing.join()) this.#pointing = seats.toSorted();
  }
}

/** Awareness repeats itself to stay alive; a pointer that did not move must not look as if it had. */
function moveIfNew(
  track: PointerTrack,
  { now, frame, point }: { now: number; frame: FrameKey; point: readonly [number, number] },
): void {
  const last = track.last();
  const same = last && last.frame.sop === frame.sop && last.frame.frame === frame.frame;
  if (same && last.point[0] === point[0] && last.point[1] === point[1]) return;
  track.moved(now, frame, point);
}

const seatIn = (state: unknown): Seat | null => {
  const seated = v.safeParse(SeatedSchema, state);
  return seated.success ? idOf<Seat>(seated.output.seat) : null;
};

function frameIn(text: string | undefined): FrameKey | null {
  const [sop, frame] = text?.split('/') ?? [];
  return sop !== undefined && frame !== undefined ? { sop, frame: Number(frame) } : null;
}

/** A document that had to be entered anew has a new awareness; this stays with the present one. */
function followAwareness(document: SharedDocument, read: (awareness: Awareness) => void): () => void {
  let followed: Awareness | null = null;
  const changed = (): void => {
    if (followed) read(followed);
  };
  const follow = (): void => {
    if (document.awareness === followed) return;
    followed?.off('change', changed);
    followed = document.awareness;
    followed?.on('change', changed);
    // A state of one's own is what the others know one by.
    followed?.setLocalState({ c: null });
    changed();
  };
  follow();
  const undo = document.onChange(follow);
  return () => {
    undo();
    followed?.off('change', changed);
  };
}
