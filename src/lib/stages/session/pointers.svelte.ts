/** The others' pointers over the table of an item, as the image draws them: names and colours come from the record. */
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { Position } from '#documents/position.ts';
import { presenceIn, type Presence } from '#lib/collab/presence.svelte.ts';
import type { SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { participantHex } from '#lib/ui/tones.ts';
import type { RemoteCursor } from '#lib/viewer/room-overlay.ts';
import type { Room } from './room.svelte.ts';

export class Pointers {
  readonly #room: Room;
  #over = $state.raw<Presence | null>(null);

  constructor(room: Room) {
    this.#room = room;
  }

  readonly cursors = $derived.by((): RemoteCursor[] => {
    const over = this.#over;
    if (!over) return [];
    return over.seats.flatMap((seat) => {
      const person = seat === this.#room.mySeat ? undefined : this.#room.person(seat);
      if (!person) return [];
      const at: RemoteCursor['at'] = (now) => over.cursorOf(seat, now);
      return [{ seat, name: person.label, colour: participantHex(person.place), at }];
    });
  });

  /** Follows the pointers over a table. Returns the undo. */
  watch(table: SharedDocument): () => void {
    const over = presenceIn(table);
    this.#over = over;
    return () => {
      this.#over = null;
      over.close();
    };
  }

  /** Says where one's own pointer is; null when it left the image. */
  point(at: { readonly frame: FrameKey; readonly point: Position } | null): void {
    if (at) this.#over?.point(at.frame, at.point);
    else this.#over?.hide();
  }
}
