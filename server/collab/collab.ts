/**
 * The collab server: shared documents over Hocuspocus, behind one gate. It imports no stage; it asks the ports it is given
 * and offers what stages need: publish a projection, read a document back, hold a document still, reconsider who may stay.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hocuspocus } from '@hocuspocus/server';
import type * as Y from 'yjs';
import type { SessionId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import type { View } from '#documents/projection.ts';
import type { Journal } from '#server/store/journal.ts';
import { admit } from '#server/collab/admission/admit.ts';
import { ABSENT_AFTER_MS, createAttendance } from '#server/collab/presence/attendance.ts';
import type { CollabContext } from '#server/collab/admission/admission.ts';
import { gate } from '#server/collab/gate/gate.ts';
import { createGuard } from '#server/collab/gate/guard.ts';
import { createIdentities } from '#server/collab/presence/identities.ts';
import { SOCKET_LIMITS, type SocketLimits } from './limits.ts';
import { createLocks } from './lock.ts';
import type { CollabPorts, Log } from './ports.ts';
import { presence } from '#server/collab/presence/presence.ts';
import { createPresenting } from '#server/collab/presence/presenting.ts';
import { createPublication } from './publication.ts';
import { stateOf, type DocumentState } from './reading-back.ts';
import { createReconsideration, type Reconsidered } from '#server/collab/admission/reconsideration.ts';
import { ROWS_PER_KEYFRAME, createRooms } from './room.ts';
import { createSockets } from '#server/collab/socket/socket.ts';

export interface Collab {
  /** A WebSocket upgrade below `/collab`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Makes a projection show `view`; resolves when it is durable and on its way. @param root `record` or `seat`. */
  publish(name: DocumentName, root: string, view: View): Promise<void>;
  /** Changes a document in the server's name, durably. Takes the document's lock. */
  edit(name: DocumentName, change: (doc: Y.Doc) => void): Promise<void>;
  /** What is durable of a document now. Takes no lock: call it inside `withLock` when nothing may slip in afterwards. */
  readDocument(name: DocumentName): DocumentState;
  /** Nobody edits the document while `run` runs. Not re-entrant: `publish` and `edit` of the same document would wait for ever. */
  withLock<T>(name: DocumentName, run: () => Promise<T> | T): Promise<T>;
  /** Asks `mayOpen` again for open connections and closes those that lost the right. */
  reconsider(what: Reconsidered): Promise<void>;
  /** The lease to present ended or changed hands. */
  presentingEnded(session: SessionId): void;
  /** Sockets closed, edits under way finished and stored. */
  close(): Promise<void>;
}

export interface CollabOptions {
  readonly journal: Journal;
  readonly ports: CollabPorts;
  readonly now: () => Instant;
  readonly log: Log;
  /** The address browsers use, when the requests do not tell. */
  readonly origin?: string | null;
  readonly rowsPerKeyframe?: number;
  /** The network address a request comes from, when a proxy stands before us. */
  readonly addressOf?: (request: IncomingMessage) => string;
  readonly limits?: SocketLimits;
  /** How long somebody may be away and still count as there. */
  readonly absentAfterMs?: number;
}

const peerOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';

export function createCollab(options: CollabOptions): Collab {
  const { journal, ports, now, log, origin = null, rowsPerKeyframe = ROWS_PER_KEYFRAME } = options;
  const { addressOf = peerOf, limits = SOCKET_LIMITS, absentAfterMs = ABSENT_AFTER_MS } = options;
  const locks = createLocks();
  const rooms = createRooms({ journal, log, rowsPerKeyframe });
  const presenting = createPresenting(ports, { now, log });
  const identities = createIdentities((document, id) => rooms.of(document).clients.get(id));
  const documents = () => hocuspocus.documents.values();
  const reconsideration = createReconsideration({ documents, ports, now, log });
  const recordOf = (session: SessionId) => hocuspocus.documents.get(textOf({ kind: 'record', session }));
  const attendance = createAttendance({ ports, recordOf, absentAfterMs });
  const hocuspocus = new Hocuspocus<CollabContext>({
    quiet: true,
    // Nothing is stored then; this is how long an unused document stays in memory.
    debounce: 2000,
    yDocOptions: { gc: true, gcFilter: () => true },
    // Edits of one document come one after the other and cursors are collected: waiting for more would only cost time.
    flushDelay: false,
    extensions: [
      admit({ ports, changes: reconsideration.changes, log }),
      reconsideration.extension,
      rooms.replay,
      gate({ rooms, guard: createGuard({ ports, identities, now }), journal, locks, log }),
      identities.extension,
      presence(ports, identities),
      presenting.extension,
      attendance.extension,
    ],
  });
  const sockets = createSockets({ hocuspocus, origin, addressOf, limits, redeemTicket: ports.redeemTicket });
  const publication = createPublication({ hocuspocus, rooms, journal, locks });

  return {
    upgrade: (request, socket, head) => sockets.upgrade(request, socket, head),
    publish: (name, root, view) => publication.publish(name, root, view),
    edit: (name, change) => publication.edit(name, change),
    readDocument: (name) => stateOf({ hocuspocus, rooms, journal }, name),
    withLock: (name, run) => locks.within(textOf(name), run),
    reconsider: (what) => reconsideration.reconsider(what),
    presentingEnded: (session) => presenting.ended(session, recordOf(session)),
    async close() {
      reconsideration.stop();
      attendance.stop();
      await sockets.close();
      journal.flush();
      await locks.idle();
      hocuspocus.flushPendingStores();
      for (const document of hocuspocus.documents.values()) document.destroy();
      hocuspocus.documents.clear();
    },
  };
}
