/** What the gate knows about one loaded document: whose client ids are in it, and how far the journal has got with it. */
import type { Document, Extension } from '@hocuspocus/server';
import * as Y from 'yjs';
import type { Author, Journal } from '#server/store/journal.ts';
import { documentNameOf, type DocumentName } from '#documents/names.ts';
import type { CollabContext } from '#server/collab/admission/admission.ts';
import type { Log } from './ports.ts';
import { encodeOnce } from './socket/broadcast.ts';

/** So many rows are replayed at most when a document is loaded: 2,000 take about 30 ms. */
export const ROWS_PER_KEYFRAME = 2000;

export interface RoomPorts {
  readonly journal: Journal;
  readonly log: Log;
  readonly rowsPerKeyframe: number;
}

export interface Room {
  readonly name: DocumentName;
  readonly text: string;
  readonly document: Document;
  /** Client id → the person it belongs to. */
  readonly clients: Map<number, Author>;
  /** Number of the last row in the journal; the document is exactly that far. */
  seq: number;
  rowsSinceKeyframe: number;
}

export interface Rooms {
  /** The extension that fills a document from the journal. */
  readonly replay: Extension<CollabContext>;
  of(document: Document): Room;
  /** After an edit was journalled and applied, still under the document's lock. */
  advanced(room: Room, seq: number): void;
}

export function createRooms({ journal, log, rowsPerKeyframe }: RoomPorts): Rooms {
  const rooms = new WeakMap<Document, Room>();
  return {
    replay: {
      onLoadDocument({ document, documentName }) {
        const name = documentNameOf(documentName);
        if (!name) throw new Error(`not a document: ${documentName}`);
        const stored = journal.load(documentName);
        encodeOnce(document);
        replayInto(document, stored);
        if (document.store.pendingStructs)
          log.error({ document: documentName }, 'the journal of a document has a hole');
        rooms.set(document, {
          name,
          text: documentName,
          document,
          clients: new Map(stored.clients),
          seq: stored.seq,
          rowsSinceKeyframe: stored.rows.length,
        });
        return Promise.resolve();
      },
    },
    of(document) {
      const room = rooms.get(document);
      if (!room) throw new Error(`a document that was not loaded: ${document.name}`);
      return room;
    },
    advanced(room, seq) {
      room.seq = seq;
      room.rowsSinceKeyframe += 1;
      if (room.rowsSinceKeyframe < rowsPerKeyframe) return;
      try {
        journal.keyframe(room.text, seq, Y.encodeStateAsUpdate(room.document));
        room.rowsSinceKeyframe = 0;
      } catch (cause) {
        // The edit itself is durable. A keyframe only shortens loading; the next edit tries again.
        log.error({ document: room.text, err: cause }, 'a keyframe could not be stored');
      }
    },
  };
}

/** One transaction: observers hear once, and a part that refers to a later row does not wait in between. */
export function replayInto(
  doc: Y.Doc,
  stored: { keyframe: Uint8Array | null; rows: Iterable<{ data: Uint8Array }> },
): void {
  doc.transact(() => {
    if (stored.keyframe) Y.applyUpdate(doc, stored.keyframe);
    for (const { data } of stored.rows) Y.applyUpdate(doc, data);
  });
}
