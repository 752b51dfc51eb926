/**
 * Asking again who may have a document open, after something changed or a sign-in ran out. A connection is closed only when its
 * person lost the right to open; otherwise it stays, so that a reveal travels on open connections.
 */
import type { Connection, Document, Extension } from '@hocuspocus/server';
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { documentNameOf, textOf, type DocumentName } from '#documents/names.ts';
import { CLOSE_CODES, type CloseReason } from '#documents/messages.ts';
import { admissionOf, contextOf, type Admission, type CollabContext } from './admission.ts';
import { sessionOf } from '#server/collab/presence/presence.ts';
import type { CollabPorts, Log } from '#server/collab/ports.ts';

/** All documents of a session, one document, or everything one person has open (sign-out, changed roles). */
export type Reconsidered =
  { readonly session: SessionId } | { readonly document: DocumentName } | { readonly user: UserId };

export interface Reconsideration {
  /** Asks again those who came in while something changed: they were not among the connections yet. */
  readonly extension: Extension<CollabContext>;
  /** How often anything changed. */
  readonly changes: () => number;
  reconsider(what: Reconsidered): Promise<void>;
  stop(): void;
}

export interface ReconsiderationPorts {
  readonly documents: () => Iterable<Document>;
  readonly ports: CollabPorts;
  readonly now: () => Instant;
  readonly log: Log;
}

/** How long a connection may outlive its sign-in at most. */
const LOOK_EVERY_MS = 1000;

export function createReconsideration({ documents, ports, now, log }: ReconsiderationPorts): Reconsideration {
  let changes = 0;
  const connections = (): Connection[] => [...documents()].flatMap((document) => document.getConnections());
  const clock = setInterval(() => {
    const at = now();
    for (const connection of connections()) if (hasRunOut(connection, at)) sendOut(connection, 'sign-in-ended');
  }, LOOK_EVERY_MS);
  clock.unref();

  async function ask(connection: Connection, personChanged: boolean): Promise<void> {
    try {
      const admission = admissionOf(contextOf(connection));
      const known = !personChanged || (await recognised(ports, admission));
      const reason = known ? await problemOf(ports, admission) : 'sign-in-ended';
      if (reason) sendOut(connection, reason);
    } catch (cause) {
      // Who cannot be judged does not stay; the client comes back by itself.
      log.error({ document: connection.document.name, err: cause }, 'rights could not be judged again');
      sendOut(connection, 'storage');
    }
  }

  return {
    extension: {
      async connected({ context, connection }) {
        if (admissionOf(context).asOf !== changes) await ask(connection, true);
      },
    },
    changes: () => changes,
    async reconsider(what) {
      changes += 1;
      const concerned = connections().filter(concernedBy(what));
      await Promise.all(concerned.map((connection) => ask(connection, 'user' in what)));
    },
    stop: () => clearInterval(clock),
  };
}

function concernedBy(what: Reconsidered): (connection: Connection) => boolean {
  if ('user' in what) return (connection) => admissionOf(contextOf(connection)).actor.user === what.user;
  if ('document' in what) return ({ document }) => document.name === textOf(what.document);
  return ({ document }) => {
    const name = documentNameOf(document.name);
    return name !== null && sessionOf(name) === what.session;
  };
}

const hasRunOut = (connection: Connection, at: Instant): boolean => {
  const { until } = admissionOf(contextOf(connection));
  return until !== null && until <= at;
};

async function recognised(ports: CollabPorts, admission: Admission): Promise<boolean> {
  const found = await ports.whoIs(admission.credentials);
  if (found?.actor.user !== admission.actor.user) return false;
  admission.actor = found.actor;
  admission.until = found.until;
  return true;
}

/** Null when the person may stay; then with the access they have now. */
async function problemOf(ports: CollabPorts, admission: Admission): Promise<CloseReason | null> {
  const access = await ports.mayOpen(admission.actor, admission.name);
  if (!access) return 'no-longer-allowed';
  admission.access = access;
  return null;
}

function sendOut(connection: Connection, reason: CloseReason): void {
  connection.close({ code: CLOSE_CODES[reason], reason });
  if (reason === 'sign-in-ended') admissionOf(contextOf(connection)).visit.end(reason);
}
