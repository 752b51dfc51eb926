/**
 * The gate: one lock per document from the guard over the journal to the document itself. Hocuspocus applies and acknowledges
 * an edit between the two hooks below, so an edit is durable before it is acknowledged and before anybody else sees it. The
 * append stands in `beforeSync` because later exceptions are swallowed by the protocol and acknowledged all the same.
 */
import type { Connection, Extension } from '@hocuspocus/server';
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync';
import type { EditRefusalCode, RefusedMessage } from '#documents/messages.ts';
import type { Journal } from '#server/store/journal.ts';
import { admissionOf, type CollabContext } from '#server/collab/admission/admission.ts';
import type { Edit, Guard } from './guard.ts';
import type { Locks } from '#server/collab/lock.ts';
import type { Log } from '#server/collab/ports.ts';
import type { Room, Rooms } from '#server/collab/room.ts';

/** Between the hooks of one message. Messages of a connection are handled strictly one after the other. */
interface Passage {
  readonly room: Room;
  readonly release: () => void;
  /** Number of the journal row, when something was stored. */
  seq?: number;
  refusal?: RefusedMessage;
}

export interface GatePorts {
  readonly rooms: Rooms;
  readonly guard: Guard;
  readonly journal: Journal;
  readonly locks: Locks;
  readonly log: Log;
}

export function gate(ports: GatePorts): Extension<CollabContext> {
  const passages = new WeakMap<Connection, Passage>();
  return {
    async beforeSync({ type, payload, connection, context, document }) {
      if (type === messageYjsSyncStep1) return;
      const room = ports.rooms.of(document);
      const passage: Passage = { room, release: await ports.locks.acquire(room.text) };
      passages.set(connection, passage);
      const edit = { room, admission: admissionOf(context), update: payload, catchUp: type === messageYjsSyncStep2 };
      const judged = await ports.guard(edit);
      if (!judged.ok) {
        // For this one message only: Hocuspocus answers "not applied" to read-only connections.
        connection.readOnly = true;
        if (!isPremature(edit, judged.error.code)) passage.refusal = judged.error;
      } else if (judged.value.novel) {
        const { user } = edit.admission.actor;
        passage.seq = await stored(ports, { room, user, data: payload, clients: judged.value.clients });
        for (const client of judged.value.clients) room.clients.set(client, user);
      }
    },
    afterHandleMessage({ connection }) {
      const passage = passages.get(connection);
      if (!passage) return Promise.resolve();
      passages.delete(connection);
      if (passage.seq !== undefined) ports.rooms.advanced(passage.room, passage.seq);
      passage.release();
      connection.readOnly = false;
      if (passage.refusal) connection.sendStateless(JSON.stringify(passage.refusal));
      return Promise.resolve();
    },
  };
}

/**
 * A live edit sent before the client told what it has can lack those before it, e.g. one that was under way when the last
 * connection broke. The client is about to send everything that is missing, this edit included: nothing is lost.
 */
const isPremature = ({ admission, catchUp }: Edit, code: EditRefusalCode): boolean =>
  code === 'gap' && !catchUp && !admission.catchUpUsed;

type StoredEdit = Omit<Parameters<Journal['append']>[0], 'document'> & { readonly room: Room };

/** @throws StorageFailed closes the document for this client, unacknowledged; the client sends its work again. */
async function stored({ journal, log }: GatePorts, { room, ...edit }: StoredEdit): Promise<number> {
  try {
    return await journal.append({ document: room.text, ...edit });
  } catch (cause) {
    log.error({ document: room.text, err: cause }, 'an edit could not be stored');
    throw new StorageFailed('storage', { cause });
  }
}

class StorageFailed extends Error {
  /** Hocuspocus sends it to the client. */
  readonly reason = 'storage';
}
