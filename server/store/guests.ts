/** Guests of sessions: the links that invite them, and who came in by which. */
import { and, asc, eq, isNull, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { GUEST_ROLES, type GuestFacts, type GuestRole } from '#domain/access/guest.ts';
import { idOf, type Id, type SessionId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Database, Transaction } from './database.ts';
import { newId } from './ids.ts';
import { signIns, users } from './schema/access.ts';
import { guests } from './schema/guests.ts';
import { sessions } from './schema/session.ts';

export type GuestId = Id<'guest'>;

export interface Guest extends GuestFacts {
  readonly id: GuestId;
  readonly session: SessionId;
  readonly role: GuestRole;
  /** Who is meant, in the words of whoever made the link. */
  readonly label: string;
  readonly invitedBy: string;
  /** Who came in by the link. */
  readonly user: UserId | null;
}

export interface NewGuestLink {
  readonly session: SessionId;
  readonly role: GuestRole;
  readonly label: string;
  /** SHA-256 of the secret in the link. */
  readonly hash: string;
  readonly createdBy: UserId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

type Source = Database | Transaction;

export function insertGuestLink(tx: Transaction, { session, ...link }: NewGuestLink): GuestId {
  const id = newId<GuestId>();
  tx.insert(guests)
    .values({ id, sessionId: session, ...link })
    .run();
  return id;
}

export const guestByHash = (on: Source, hash: string): Guest | null =>
  guestsWhere(on, eq(guests.hash, hash))[0] ?? null;

export const guestByUser = (on: Source, user: UserId): Guest | null =>
  guestsWhere(on, eq(guests.userId, user))[0] ?? null;

/** In the order in which they were invited. */
export const guestsOfSession = (on: Source, session: SessionId): Guest[] =>
  guestsWhere(on, eq(guests.sessionId, session));

/**
 * Somebody without password, e-mail or role. The sign-in library wants an address for everybody; one below `.invalid`
 * (RFC 2606) can never be anybody's.
 */
export function insertGuestPerson(tx: Transaction, name: string, at: Instant): UserId {
  const id = newId<UserId>();
  const when = new Date(at);
  tx.insert(users)
    .values({ id, name, email: `${id}@guest.invalid`, createdAt: when, updatedAt: when })
    .run();
  return id;
}

export function markEntered(tx: Transaction, id: GuestId, by: { readonly user: UserId; readonly at: Instant }): void {
  tx.update(guests).set({ userId: by.user, enteredAt: by.at }).where(eq(guests.id, id)).run();
}

/** Ends the link, and every sign-in of the person who came in by it. */
export function markWithdrawn(tx: Transaction, { id, user }: Pick<Guest, 'id' | 'user'>, at: Instant): void {
  tx.update(guests)
    .set({ withdrawnAt: at })
    .where(and(eq(guests.id, id), isNull(guests.withdrawnAt)))
    .run();
  if (user) tx.delete(signIns).where(eq(signIns.userId, user)).run();
}

function guestsWhere(on: Source, condition: SQL): Guest[] {
  return on
    .select({ guest: guests, invitedBy: users.name, closedAt: sessions.closedAt })
    .from(guests)
    .innerJoin(users, eq(users.id, guests.createdBy))
    .innerJoin(sessions, eq(sessions.id, guests.sessionId))
    .where(condition)
    .orderBy(asc(guests.createdAt), asc(guests.id))
    .all()
    .map(({ guest, invitedBy, closedAt }) => ({
      id: idOf<GuestId>(guest.id),
      session: idOf<SessionId>(guest.sessionId),
      role: v.parse(v.picklist(GUEST_ROLES), guest.role),
      label: guest.label,
      invitedBy,
      user: guest.userId === null ? null : idOf<UserId>(guest.userId),
      expiresAt: instantOf(guest.expiresAt),
      entered: guest.userId !== null,
      withdrawn: guest.withdrawnAt !== null,
      sessionClosedAt: closedAt === null ? null : instantOf(closedAt),
    }));
}
