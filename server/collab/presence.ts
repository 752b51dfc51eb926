/**
 * Awareness says who is here and where they point. What a client claims about itself is dropped and stamped anew with its
 * seat; an awareness id belongs to the connection that used it first; where nobody may be seen, nothing is passed on.
 */
import type { Connection, Extension } from '@hocuspocus/server';
import * as v from 'valibot';
import { CursorSchema, type Cursor, type SeatedCursor } from '#documents/messages.ts';
import type { DocumentName } from '#documents/names.ts';
import { admissionOf, contextOf, type Admission, type CollabContext } from './admission.ts';
import { AWARENESS_IDS, SMALL_MESSAGE_BYTES } from './limits.ts';
import type { CollabPorts } from './ports.ts';

export function presence(ports: CollabPorts): Extension<CollabContext> {
  const ids = new WeakMap<Connection, Set<number>>();

  const takenByOthers = (connection: Connection, id: number): boolean =>
    [...connection.document.connections.keys()].some((other) => other !== connection && ids.get(other)?.has(id));

  function owns(connection: Connection, id: number): boolean {
    const own = ids.get(connection) ?? new Set();
    ids.set(connection, own);
    if (own.has(id)) return true;
    if (own.size >= AWARENESS_IDS || takenByOthers(connection, id)) return false;
    own.add(id);
    return true;
  }

  return {
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

type Stamp = (cursor: Cursor) => SeatedCursor;

function stampOf(ports: CollabPorts, { actor, name }: Admission): Stamp | null {
  const kind = ports.presence(actor, name);
  const session = sessionOf(name);
  const seat = kind && session ? ports.seatOf(actor, session) : null;
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
