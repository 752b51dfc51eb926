/** One person with one document open: what the gate knows about a connection. Rights change while it is open. */
import type { Connection } from '@hocuspocus/server';
import type { Actor } from '#domain/access/actor.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { DocumentName } from '#documents/names.ts';
import type { Credentials, Opening } from '#server/collab/ports.ts';
import type { Visit } from '#server/collab/socket/visit.ts';

export interface Admission {
  actor: Actor;
  access: Exclude<Opening, null>;
  /** When the credentials run out by themselves, if they do. */
  until: Instant | null;
  readonly name: DocumentName;
  readonly credentials: Credentials;
  readonly visit: Visit;
  /** How often rights had changed anywhere when this one was judged. */
  readonly asOf: number;
  /** A reconnecting client sends all its missing work at once: one large message per connection. */
  catchUpUsed: boolean;
}

/** The context Hocuspocus carries for us. Before admission it holds what the upgrade request said. */
export interface CollabContext {
  readonly arrival: Arrival;
  readonly admission?: Admission;
}

export interface Arrival {
  readonly headers: Headers;
  /** A browser names the page it comes from; cookies count only then. */
  readonly fromPage: boolean;
  /** The socket it arrived on. */
  readonly visit: Visit;
}

/** @throws Error for a connection that was not admitted: Hocuspocus runs no other hook on those. */
export function admissionOf(context: CollabContext): Admission {
  if (!context.admission) throw new Error('a connection without admission');
  return context.admission;
}

/** Hocuspocus types the context of connections as anything; it is ours. */
export const contextOf = (connection: Connection): CollabContext => connection.context as CollabContext;
