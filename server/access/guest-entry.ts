/**
 * Coming in by a guest link: 256 random bits, one seat, one use, an end. Looking at a link uses nothing up, so that mail
 * programs may preview it; entering makes the person, the seat and the events in one commit.
 */
import type { Actor } from '#domain/access/actor.ts';
import { guestState, type GuestRole } from '#domain/access/guest.ts';
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { EnterAsGuest } from '#contract/guests.ts';
import type { Database, Transaction } from '#server/store/database.ts';
import { guestByHash, insertGuestPerson, markEntered, type Guest } from '#server/store/guests.ts';
import { createAttempts, type Attempts } from './attempts.ts';
import type { SignInCookie } from './authentication.ts';
import type { AboutSession, GuestPorts } from './guest-ports.ts';
import { hashOfSecret } from './one-time-secret.ts';
import type { Caller } from './ports.ts';

/** What a link says of itself to whoever opens it. */
export interface SeenLink extends Omit<AboutSession, 'closed'> {
  readonly invitedBy: string;
  readonly label: string;
  readonly role: GuestRole;
  readonly expiresAt: Instant;
}

/** Somebody at the door; `actor` is whom this browser is signed in as already. */
export interface AtTheDoor {
  readonly caller: Caller;
  readonly actor: Actor | null;
}

export interface Entered {
  readonly session: SessionId;
  readonly cookie: SignInCookie;
}

export interface GuestEntry {
  seeLink(token: string, caller: Caller): Promise<Result<SeenLink, Refusal>>;
  enter(token: string, who: Pick<EnterAsGuest, 'name'>, at: AtTheDoor): Promise<Result<Entered, Refusal>>;
}

/** As for one password tried on many accounts: per address. */
const WRONG_LINKS = { most: 60, windowMs: 15 * 60_000 };
/** A used link that is tried again and again is told a few times an hour, so that nobody fills the ledger with it. */
const TOLD_AGAIN = { most: 3, windowMs: 60 * 60_000 };
/** The right itself ends with the session; this is how long a browser keeps the cookie of one that is never closed. */
const SIGNED_IN_SECONDS = 30 * 24 * 60 * 60;

export function createGuestEntry(ports: GuestPorts): GuestEntry {
  const { store, authentication, now, sessions } = ports;
  const wrong = createAttempts(WRONG_LINKS);
  const again = createAttempts(TOLD_AGAIN);

  function opened(token: string, { address }: Caller): Result<Guest, Refusal> {
    if (!wrong.allowed(address, now())) return err(refusal('rate-limited'));
    const found = openLink(ports, store.db, token);
    if (found.ok) return found;
    if (found.error.code === 'guest-link-used') tellOfReuse(ports, again, token);
    else wrong.failed(address, now());
    return found;
  }

  return {
    async seeLink(token, caller) {
      const link = await Promise.resolve(opened(token, caller));
      if (!link.ok) return link;
      const { session, invitedBy, label, role, expiresAt } = link.value;
      const about = sessions.about(session);
      if (!about) throw new Error('a guest link leads to no session');
      return ok({ title: about.title, identity: about.identity, invitedBy, label, role, expiresAt });
    },
    async enter(token, { name }, { caller, actor }) {
      const link = opened(token, caller);
      if (!link.ok) return link;
      if (actor) return err(refusal('already-signed-in'));
      const { session } = link.value;
      const user = store.transact((tx) => letIn(ports, tx, { token, name }));
      const cookie = await authentication.signInAs(user, caller.headers, SIGNED_IN_SECONDS);
      return cookie.ok ? ok({ session, cookie: cookie.value }) : cookie;
    },
  };
}

/** Unknown, withdrawn and ended links look the same from outside; a used one says so, because its holder should know. */
function openLink({ now }: GuestPorts, on: Database | Transaction, token: string): Result<Guest, Refusal> {
  const guest = guestByHash(on, hashOfSecret(token));
  if (guest?.entered) return err(refusal('guest-link-used'));
  return guest && guestState(guest, now()) === 'invited' ? ok(guest) : err(refusal('guest-link-ended'));
}

/** Nothing can come between the look and this: both run in one turn. @throws Error when it does, and nothing is written. */
function letIn(ports: GuestPorts, tx: Transaction, { token, name }: { token: string; name: string }): UserId {
  const { ledger, now, sessions } = ports;
  const link = openLink(ports, tx, token);
  if (!link.ok) throw new Error(link.error.code);
  const { id, session, role } = link.value;
  const user = insertGuestPerson(tx, name, now());
  const event = { actor: user, payload: { user, guest: id } };
  ledger.append(tx, { ...event, stream: `user:${user}`, type: 'user-created' });
  const seated = sessions.seat(tx, session, { user, name, role });
  if (!seated.ok) throw new Error(`a guest could not be seated: ${seated.error.code}`);
  markEntered(tx, id, { user, at: now() });
  ledger.append(tx, { ...event, stream: `guest:${id}`, type: 'guest-entered' });
  return user;
}

function tellOfReuse({ store, ledger, now }: GuestPorts, again: Attempts, token: string): void {
  const guest = guestByHash(store.db, hashOfSecret(token));
  if (!guest || !again.allowed(guest.id, now())) return;
  again.failed(guest.id, now());
  const event = { actor: 'system', stream: `guest:${guest.id}`, type: 'guest-link-tried-again', payload: {} } as const;
  store.transact((tx) => void ledger.append(tx, event));
}
