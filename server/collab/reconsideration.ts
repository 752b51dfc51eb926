/**
 * Asking again who may have a document open, after something changed. A connection is closed only when its person lost the
 * right to open; otherwise it stays, so that a reveal travels on open connections.
 */
import type { Connection, Hocuspocus } from '@hocuspocus/server';
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import { documentNameOf, textOf, type DocumentName } from '#documents/names.ts';
import type { CloseReason } from '#documents/messages.ts';
import { admissionOf, contextOf, type Admission, type CollabContext } from './admission.ts';
import { sessionOf } from './presence.ts';
import type { CollabPorts } from './ports.ts';

/** All documents of a session, one document, or everything one person has open (sign-out, changed roles). */
export type Reconsidered =
  { readonly session: SessionId } | { readonly document: DocumentName } | { readonly user: UserId };

export async function reconsider(
  hocuspocus: Hocuspocus<CollabContext>,
  ports: CollabPorts,
  what: Reconsidered,
): Promise<void> {
  const connections = [...hocuspocus.documents.values()]
    .filter((document) => concerns(what, document.name))
    .flatMap((document) => document.getConnections())
    .filter((connection) => !('user' in what) || admissionOf(contextOf(connection)).actor.user === what.user);
  await Promise.all(connections.map((connection) => ask(ports, connection, 'user' in what)));
}

function concerns(what: Reconsidered, text: string): boolean {
  if ('user' in what) return true;
  if ('document' in what) return text === textOf(what.document);
  const name = documentNameOf(text);
  return name !== null && sessionOf(name) === what.session;
}

async function ask(ports: CollabPorts, connection: Connection, personChanged: boolean): Promise<void> {
  const admission = admissionOf(contextOf(connection));
  const known = !personChanged || (await recognised(ports, admission));
  const access = known ? await ports.mayOpen(admission.actor, admission.name) : null;
  if (access) admission.access = access;
  else close(connection);
}

async function recognised(ports: CollabPorts, admission: Admission): Promise<boolean> {
  const recognised = await ports.whoIs(admission.credentials);
  if (recognised?.actor.user !== admission.actor.user) return false;
  admission.actor = recognised.actor;
  admission.until = recognised.until;
  return true;
}

function close(connection: Connection): void {
  const reason: CloseReason = 'no-longer-allowed';
  connection.close({ code: 4403, reason });
}
