/** What the collab server asks others, in its own words. It knows no stage: `assemble.ts` plugs the answers in. */
import type { Actor } from '#domain/access/actor.ts';
import type { Seat, SessionId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { DocumentName } from '#documents/names.ts';

/** How somebody says who they are: the session cookie of the upgrade request, or a token. */
export type Credentials =
  { readonly kind: 'cookie'; readonly headers: Headers } | { readonly kind: 'token'; readonly token: string };

/** `write` lets edits reach `mayWriteRoot`; `read` refuses every edit. */
export type Opening = 'read' | 'write' | null;

/** Somebody who said so rightly. */
export interface Recognised {
  readonly actor: Actor;
  /** When the credentials run out by themselves; null when they hold until they are revoked. */
  readonly until: Instant | null;
}

type Awaitable<T> = T | Promise<T>;

export interface CollabPorts {
  readonly whoIs: (credentials: Credentials) => Promise<Recognised | null>;
  /** The headers that say who comes with this ticket, which works once; null when it is none. */
  readonly redeemTicket: (ticket: string) => Headers | null;
  readonly mayOpen: (actor: Actor, name: DocumentName) => Awaitable<Opening>;
  /** Somebody is about to get to see a document. Rejects when that could not be recorded; then nobody does. */
  readonly opened: (opening: {
    readonly actor: Actor;
    readonly name: DocumentName;
    readonly access: 'read' | 'write';
  }) => Promise<void>;
  /** Asked for every edit, for every root it touches, under the document's lock. */
  readonly mayWriteRoot: (
    actor: Actor,
    name: DocumentName,
    place: { root: string; now: Instant },
  ) => Awaitable<boolean>;
  /** The person's seat in a session; awareness and key frames are stamped with it. */
  readonly seatOf: (actor: Actor, session: SessionId) => Seat | null;
  /**
   * What the schema cannot know: does the frame belong to the case, the finding to the protocol?
   * @param part.value the affected entries of the root: entry key → entry.
   */
  readonly validate: (
    name: DocumentName,
    part: { root: string; value: Readonly<Record<string, unknown>> },
  ) => Refusal | null;
  /** What others see of somebody who has a document open: a cursor, only that they are there, or nothing. */
  readonly presence: (actor: Actor, name: DocumentName) => 'cursor' | 'seat' | null;
  /** Whether this person holds the lease to present in this session. */
  readonly mayPresent: (actor: Actor, session: SessionId, now: Instant) => boolean;
  /** Somebody has been away from a session for a while. @param isThere whether a person has its record open. */
  readonly attended: (session: SessionId, isThere: (user: UserId) => boolean) => void;
}

/** Anything with pino's two methods. */
export interface Log {
  info(about: object, message: string): void;
  error(about: object, message: string): void;
}
