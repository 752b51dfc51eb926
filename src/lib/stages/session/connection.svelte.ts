/** The room's live documents: the record and one's own seat always, the table of an item once it was revealed. */
import type { Presentation } from '#contract/presentation.ts';
import type { ItemId, Seat, SessionId } from '#domain/kernel/id.ts';
import type { RecordView, SeatView } from '#domain/session/view.ts';
import { recordOf } from '#documents/record.ts';
import { seatViewOf } from '#documents/seat.ts';
import { live, type Live } from '#lib/collab/live.svelte.ts';
import { presentingIn, type Presenting } from '#lib/collab/presenting.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { lookOf, presentationOf } from './keyframe.ts';

export class Connection {
  readonly session: SessionId;
  readonly record: SharedDocument;
  readonly #seat: SharedDocument;
  readonly #presenting: Presenting;
  readonly #recordView: Live<RecordView | null>;
  readonly #seatView: Live<SeatView | null>;

  constructor(session: SessionId, seat: Seat) {
    this.session = session;
    this.record = openDocument({ kind: 'record', session });
    this.#seat = openDocument({ kind: 'seat', session, seat });
    this.#presenting = presentingIn(this.record);
    this.#recordView = live(this.record, recordOf);
    this.#seatView = live(this.#seat, seatViewOf);
  }

  get recordView(): RecordView | null {
    return this.#recordView.current;
  }

  get seatView(): SeatView | null {
    return this.#seatView.current;
  }

  /** @param user under whose name unsent work on the table is kept in this browser. */
  openTable(item: ItemId, user: string): SharedDocument {
    return openDocument({ kind: 'table', session: this.session, item }, { user });
  }

  present(view: Presentation): void {
    this.#presenting.show(lookOf(view));
  }

  /** Each view of the presenter, and null when presenting ended. Returns the undo. */
  onPresented(listener: (view: Presentation | null) => void): () => void {
    return this.#presenting.onShown((shown) => listener(shown && presentationOf(shown)));
  }

  /** The connection is back; a server that was restarted knows no view of the presenter. Returns the undo. */
  onReturned(listener: () => void): () => void {
    return this.record.onReplaced(listener);
  }

  close(): void {
    this.#presenting.close();
    this.record.close();
    this.#seat.close();
  }
}
