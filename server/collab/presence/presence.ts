/**
 * Awareness says who is here and where they point. What a client claims about itself is dropped and stamped anew with its
 * seat; an awareness id belongs to the person who used it first; where nobody may be seen, nothing is passed on.
 *
 * Cursors are most of what a room sends, and Hocuspocus makes a document of its own for each of them. They go a shorter way:
 * read and stamped at once, not in turn with edits, which may be waiting for the disk, and passed on together, twenty-five times
 * a second. A pointer is drawn 100 ms late in any case.
 */
import type { Connection, Document, Extension, LocalTransactionOrigin } from '@hocuspocus/server';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import * as v from 'valibot';
import { applyAwarenessUpdate } from 'y-protocols/awareness';
import { CursorSchema, type Cursor, type SeatedCursor } from '#documents/messages.ts';
import type { DocumentName } from '#documents/names.ts';
import { admissionOf, contextOf, type Admission, type CollabContext } from '#server/collab/admission/admission.ts';
import type { Identities } from './identities.ts';
import { SMALL_MESSAGE_BYTES } from '#server/collab/limits.ts';
import type { CollabPorts } from '#server/collab/ports.ts';

/** Message type of awareness in the Hocuspocus protocol. */
const AWARENESS = 1;
const TOGETHER_MS = 40;
const BY_SERVER: LocalTransactionOrigin = { source: 'local' };

/** One client in an awareness message. `state` null: it says that it leaves. */
interface Claim {
  readonly id: number;
  readonly clock: number;
  readonly state: unknown;
}

interface Mail {
  readonly from: Connection;
  readonly claim: Claim;
}

export function presence(ports: CollabPorts, identities: Identities): Extension<CollabContext> {
  const passOn = createMail();

  function owns(connection: Connection, id: number): boolean {
    const { document } = connection;
    if (!identities.announce(admissionOf(contextOf(connection)), document, id)) return false;
    // What goes when the connection goes. Hocuspocus forgets whoever comes back under an id it has seen before, and would take
    // them out when the connection they have lost is noticed to be gone.
    const clients = document.getClients(connection);
    if (!clients.has(id)) for (const other of document.getConnections()) document.getClients(other).delete(id);
    clients.add(id);
    return true;
  }

  /** What of it others may see, as they may see it. */
  function stampedFor(connection: Connection, claims: readonly Claim[]): Claim[] {
    const shown = stampOf(ports, admissionOf(contextOf(connection)));
    return claims.flatMap(({ id, clock, state }) => {
      const cursor = state === null ? null : cursorOf(state);
      if (!shown || (state !== null && !cursor) || !owns(connection, id)) return [];
      return [{ id, clock, state: cursor && shown(cursor) }];
    });
  }

  return {
    connected({ connection }) {
      const inTurn = connection.handleMessage.bind(connection);
      connection.handleMessage = (message) => {
        const claims = claimsIn(message);
        if (claims) passOn(connection, stampedFor(connection, claims));
        else inTurn(message);
      };
      return Promise.resolve();
    },
    /** What was sent before the connection stood. */
    beforeHandleAwareness({ states, connection }) {
      const shown = connection ? stampOf(ports, admissionOf(contextOf(connection))) : null;
      for (const [id, state] of states) {
        const cursor = cursorOf(state);
        // Hocuspocus adds a state of its own, `{}` under a random id: it is no cursor and goes.
        if (!connection || !shown || !cursor || !owns(connection, id)) states.delete(id);
        else states.set(id, shown(cursor));
      }
      return Promise.resolve();
    },
  };
}

/**
 * Collects what the connections of a document say and passes the newest of it on in one message. Every document has a moment of
 * its own: all at once would hold up the edits that come in meanwhile.
 */
function createMail() {
  const waiting = new Map<Document, Map<number, Mail>>();

  function deliver(document: Document, mails: ReadonlyMap<number, Mail>): void {
    waiting.delete(document);
    // Whoever has left meanwhile was taken out already and must not come back as a ghost.
    const claims = [...mails.values()].filter(({ from }) => document.hasConnection(from)).map(({ claim }) => claim);
    applyAwarenessUpdate(document.awareness, encoded(claims), BY_SERVER);
  }

  function begun({ document }: Connection): Map<number, Mail> {
    const mails = new Map<number, Mail>();
    waiting.set(document, mails);
    setTimeout(() => deliver(document, mails), TOGETHER_MS);
    return mails;
  }

  return (from: Connection, claims: readonly Claim[]): void => {
    if (claims.length === 0) return;
    const mails = waiting.get(from.document) ?? begun(from);
    for (const claim of claims) mails.set(claim.id, { from, claim });
  };
}

/** Null for any other message. */
function claimsIn(message: Uint8Array): Claim[] | null {
  try {
    const decoder = createDecoder(message);
    readVarString(decoder);
    if (readVarUint(decoder) !== AWARENESS) return null;
    const inner = createDecoder(readVarUint8Array(decoder));
    const claims: Claim[] = [];
    for (let left = readVarUint(inner); left > 0; left--) {
      const [id, clock] = [readVarUint(inner), readVarUint(inner)];
      claims.push({ id, clock, state: parsed(readVarString(inner)) });
    }
    return claims;
  } catch {
    return null;
  }
}

/** What is no JSON is no cursor either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function encoded(claims: readonly Claim[]): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, claims.length);
  for (const { id, clock, state } of claims) {
    writeVarUint(encoder, id);
    writeVarUint(encoder, clock);
    writeVarString(encoder, JSON.stringify(state));
  }
  return toUint8Array(encoder);
}

type Stamp = (cursor: Cursor) => SeatedCursor;

function stampOf(ports: CollabPorts, { actor, name }: Admission): Stamp | null {
  const kind = ports.presence(actor, name);
  const session = sessionOf(name);
  // Outside of sessions nobody has a seat or an alias: people write a protocol under their names.
  const seat = kind && (session ? ports.seatOf(actor, session) : actor.user);
  if (!seat) return null;
  return kind === 'cursor' ? (cursor) => ({ ...cursor, seat }) : () => ({ c: null, seat });
}

export function sessionOf(name: DocumentName) {
  switch (name.kind) {
    case 'table':
    case 'record':
    case 'seat':
      return name.session;
    case 'read':
    case 'protocol':
      return null;
  }
}

function cursorOf(state: unknown): Cursor | null {
  const parsed = v.safeParse(CursorSchema, state);
  return parsed.success && JSON.stringify(parsed.output).length <= SMALL_MESSAGE_BYTES ? parsed.output : null;
}
