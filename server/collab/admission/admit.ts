/**
 * Admission: a token or the session cookie → a person → may this person open this document? Everybody else is turned away. Who
 * is admitted is recorded first: without a record nobody gets to see anything.
 */
import type { Connection, Extension } from '@hocuspocus/server';
import { documentNameOf } from '#documents/names.ts';
import { admissionOf, type Admission, type Arrival, type CollabContext } from './admission.ts';
import type { CollabPorts, Credentials, Log } from '#server/collab/ports.ts';
import type { Denial } from '#server/collab/socket/visit.ts';

/** The provider's token when it relies on the cookie of the upgrade request. */
const COOKIE_TOKEN = 'cookie';

type Reason = 'not-signed-in' | 'storage' | Denial;

/** Hocuspocus sends `reason` to the client; without a message it prints nothing. */
class Denied {
  readonly reason: Reason;
  constructor(reason: Reason) {
    this.reason = reason;
  }
}

export interface AdmitPorts {
  readonly ports: CollabPorts;
  /** Counts up whenever rights may have changed. */
  readonly changes: () => number;
  readonly log: Log;
}

export function admit({ ports, changes, log }: AdmitPorts): Extension<CollabContext> {
  return {
    async onAuthenticate({ token, documentName, context: { arrival } }) {
      const { visit } = arrival;
      const asOf = changes();
      const credentials = credentialsOf(token, arrival);
      const recognised = credentials && (await ports.whoIs(credentials));
      if (!recognised) throw denied('not-signed-in');
      const denial = visit.enter(recognised.actor.user);
      if (denial === 'too-many-connections') visit.end(denial);
      if (denial) throw denied(denial);
      const name = documentNameOf(documentName);
      const access = name && (await ports.mayOpen(recognised.actor, name));
      if (!access) throw denied('not-allowed');
      const admission: Admission = { ...recognised, access, name, credentials, visit, asOf, catchUpUsed: false };
      await recorded(admission);
      return { admission };
    },
    connected({ context, connection }) {
      const admission = admissionOf(context);
      if (isOpen(connection)) admission.visit.open.add(admission);
      return Promise.resolve();
    },
    /** The server's own connections leave, too, without ever having been admitted. */
    onDisconnect({ context: { admission } }) {
      admission?.visit.open.delete(admission);
      return Promise.resolve();
    },
  };

  async function recorded(admission: Admission): Promise<void> {
    try {
      await ports.opened(admission);
    } catch (cause) {
      log.error({ err: cause }, 'an opening could not be recorded, and was refused');
      // The client comes back by itself when its socket ends, and not when it is turned away.
      admission.visit.end('storage');
      throw denied('storage');
    }
  }
}

const isOpen = (connection: Connection): boolean => connection.document.hasConnection(connection);

function credentialsOf(token: string, { headers, fromPage }: Arrival): Credentials | null {
  if (token !== '' && token !== COOKIE_TOKEN) return { kind: 'token', token };
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer) return { kind: 'token', token: bearer };
  return fromPage ? { kind: 'cookie', headers } : null;
}

/** An Error would be printed by Hocuspocus for every visitor who is turned away. */
const denied = (reason: Reason): Error => new Denied(reason) as unknown as Error;
