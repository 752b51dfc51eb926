/**
 * Guests of one session: whoever leads its project or chairs it makes a link for one more seat, sees who was invited, and
 * withdraws a link or sends the guest out. How a guest comes in by a link stands in `guest-entry.ts`.
 */
import type { Actor } from '#domain/access/actor.ts';
import { guestState } from '#domain/access/guest.ts';
import { idOf, type SessionId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { GuestLine, NewGuest } from '#contract/guests.ts';
import type { Transaction } from '#server/store/database.ts';
import { guestsOfSession, insertGuestLink, markWithdrawn, type Guest, type GuestId } from '#server/store/guests.ts';
import type { LedgerEvent } from '#server/store/ledger.ts';
import { createGuestEntry, type GuestEntry } from './guest-entry.ts';
import type { GuestPorts } from './guest-ports.ts';
import { hashOfSecret, newSecret } from './one-time-secret.ts';

export interface ShownLink {
  readonly id: GuestId;
  /** Goes into `/join/<token>`; never to be seen again. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/** For people who may not invite into a session, it has no guests: every answer is `not-found`. */
export interface Guests extends GuestEntry {
  invite(actor: Actor, session: SessionId, wish: NewGuest): Promise<Result<ShownLink, Refusal>>;
  guestsOf(actor: Actor, session: SessionId): Promise<Result<readonly GuestLine[], Refusal>>;
  /** A link that nobody used stops working; a guest who is in has to leave at once. */
  withdraw(actor: Actor, session: SessionId, id: GuestId): Promise<Result<null, Refusal>>;
  /** Guests whose stay has got an end by these events. */
  whoseStayEnds(events: readonly LedgerEvent[]): UserId[];
}

const HOUR = 60 * 60_000;

export function createGuests(ports: GuestPorts): Guests {
  const { store, now, sessions } = ports;
  return {
    ...createGuestEntry(ports),
    async invite(actor, session, wish) {
      const about = sessions.about(session);
      if (!about || !sessions.mayInvite(actor, session)) return err(refusal('not-found'));
      if (about.closed) return err(refusal('session-closed'));
      return Promise.resolve(ok(store.transact((tx) => writeLink(ports, tx, { by: actor.user, session, ...wish }))));
    },
    async guestsOf(actor, session) {
      if (!sessions.mayInvite(actor, session)) return err(refusal('not-found'));
      return Promise.resolve(ok(guestsOfSession(store.db, session).map((guest) => lineOf(guest, now()))));
    },
    async withdraw(actor, session, id) {
      const guest = guestsOfSession(store.db, session).find((one) => one.id === id);
      if (!guest || guest.withdrawn || !sessions.mayInvite(actor, session)) return err(refusal('not-found'));
      return withdraw(ports, guest, actor.user);
    },
    whoseStayEnds: (events) =>
      events
        .filter((event) => event.type === 'session-closed')
        .flatMap((event) => guestsOfSession(store.db, idOf<SessionId>(event.stream.slice('session:'.length))))
        .flatMap(({ user }) => user ?? []),
  };
}

interface Link extends NewGuest {
  readonly session: SessionId;
  readonly by: UserId;
}

/** The event names nobody: who is meant stands in the words of whoever invites, and the ledger is kept for ever. */
function writeLink({ ledger, now }: GuestPorts, tx: Transaction, { session, role, label, hours, by }: Link): ShownLink {
  const token = newSecret();
  const expiresAt = instantOf(now() + hours * HOUR);
  const link = { session, role, label, hash: hashOfSecret(token), createdBy: by, createdAt: now(), expiresAt };
  const id = insertGuestLink(tx, link);
  const payload = { session, role, expiresAt };
  ledger.append(tx, { actor: by, stream: `guest:${id}`, type: 'guest-invited', payload });
  return { id, token, expiresAt };
}

function withdraw(ports: GuestPorts, guest: Guest, by: UserId): Promise<Result<null, Refusal>> {
  const { store, ledger, now, sessions } = ports;
  const { id, session, user } = guest;
  const write = (tx: Transaction): void => {
    markWithdrawn(tx, guest, now());
    ledger.append(tx, { actor: by, stream: `guest:${id}`, type: 'guest-withdrawn', payload: { session, user } });
  };
  if (user) return sessions.sendOut(session, { user, by }, write);
  store.transact(write);
  return Promise.resolve(ok(null));
}

const lineOf = (guest: Guest, at: Instant): GuestLine => ({
  id: guest.id,
  label: guest.label,
  role: guest.role,
  invitedBy: guest.invitedBy,
  expiresAt: guest.expiresAt,
  state: guestState(guest, at),
});
