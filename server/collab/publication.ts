/**
 * What the server itself writes into documents: projections, by difference. The edit is made on a copy, journalled, and only
 * then applied, so the server's own edits are durable before anybody sees them, too.
 */
import type { Hocuspocus, LocalTransactionOrigin } from '@hocuspocus/server';
import * as Y from 'yjs';
import { textOf, type DocumentName } from '#documents/names.ts';
import { applyDifference, differenceOf, isEmpty, type View } from '#documents/projection.ts';
import type { Journal } from '#server/store/journal.ts';
import type { CollabContext } from '#server/collab/admission/admission.ts';
import type { Locks } from './lock.ts';
import type { Room, Rooms } from './room.ts';

export interface PublicationPorts {
  readonly hocuspocus: Hocuspocus<CollabContext>;
  readonly rooms: Rooms;
  readonly journal: Journal;
  readonly locks: Locks;
}

export interface Publication {
  /** Makes `root` show `view`; writes nothing when it does already. Rejects when it could not be stored. */
  publish(name: DocumentName, root: string, view: View): Promise<void>;
  /** Changes a document in the server's name. @param change runs in one transaction on a copy and must not wait. */
  edit(name: DocumentName, change: (doc: Y.Doc) => void): Promise<void>;
}

const BY_SERVER: LocalTransactionOrigin = { source: 'local' };

export function createPublication(ports: PublicationPorts): Publication {
  const copies = new WeakMap<Room, Y.Doc>();

  /** An up-to-date copy with a client id of its own, which stays the same while the document is loaded. */
  function copyOf(room: Room): Y.Doc {
    const copy = copies.get(room) ?? new Y.Doc();
    copies.set(room, copy);
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.document, Y.encodeStateVector(copy)));
    return copy;
  }

  async function write(room: Room, change: (doc: Y.Doc) => void): Promise<void> {
    const copy = copyOf(room);
    const clients = room.clients.has(copy.clientID) ? [] : [copy.clientID];
    try {
      const data = updateOf(copy, change);
      if (!data) return;
      const seq = await ports.journal.append({ document: room.text, user: 'server', data, clients });
      for (const client of clients) room.clients.set(client, 'server');
      Y.applyUpdate(room.document, data, BY_SERVER);
      ports.rooms.advanced(room, seq);
    } catch (cause) {
      // The copy may be ahead of the journal now and must not be used again.
      copies.delete(room);
      throw new Error(`the server could not write ${room.text}`, { cause });
    }
  }

  async function edit(name: DocumentName, change: (doc: Y.Doc) => void): Promise<void> {
    const text = textOf(name);
    await ports.locks.within(text, async () => {
      const direct = await ports.hocuspocus.openDirectConnection(text);
      try {
        if (direct.document) await write(ports.rooms.of(direct.document), change);
      } finally {
        // It stays in memory for a moment: the next projection follows soon.
        await direct.disconnect({ unloadImmediately: false });
      }
    });
  }

  return {
    edit,
    publish: (name, root, view) =>
      edit(name, (doc) => {
        const difference = differenceOf(doc, root, view);
        if (!isEmpty(difference)) applyDifference(doc, root, difference);
      }),
  };
}

function updateOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array | null {
  let made: Uint8Array | null = null;
  const listen = (update: Uint8Array): void => {
    made = update;
  };
  doc.on('update', listen);
  try {
    doc.transact(() => change(doc));
  } finally {
    doc.off('update', listen);
  }
  return made;
}
