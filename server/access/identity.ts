/** Who is asking: a sign-in cookie or a personal access token, turned into an actor with roles. */
import type { Actor } from '#domain/access/actor.ts';
import { guestState, stayEndsAt } from '#domain/access/guest.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, type Result } from '#domain/kernel/result.ts';
import type { SignIn } from '#contract/access.ts';
import { guestByUser } from '#server/store/guests.ts';
import { personByEmail, personById, personByToken, type Person } from '#server/store/people.ts';
import { rolesOf } from '#server/store/projects.ts';
import { createAttempts } from './attempts.ts';
import type { SignInCookie } from './authentication.ts';
import { hashOfSecret } from './one-time-secret.ts';
import type { AccessPorts, Caller } from './ports.ts';

/** Somebody who proved who they are. */
export interface Recognised {
  readonly actor: Actor;
  /** When the proof runs out by itself; null when it holds until it is revoked. */
  readonly until: Instant | null;
}

export interface Identity {
  /** By `Authorization: Bearer …` when that header is there, else by cookie. */
  whoIs(headers: Headers): Promise<Actor | null>;
  whoHasToken(token: string): Promise<Actor | null>;
  /** As `whoIs`, for connections that outlive their request. */
  recognise(headers: Headers): Promise<Recognised | null>;
  signIn(who: SignIn, caller: Caller): Promise<Result<SignInCookie, Refusal>>;
  signOut(headers: Headers): Promise<void>;
}

/** Per account and address; and, for one password tried on many accounts, per address. */
const FAILURES = { most: 10, windowMs: 15 * 60_000 };
const FAILURES_OF_ADDRESS = { most: 60, windowMs: 15 * 60_000 };

export function createIdentity(ports: AccessPorts): Identity {
  const { store, ledger, authentication, now } = ports;
  const attempts = createAttempts(FAILURES);
  const ofAddress = createAttempts(FAILURES_OF_ADDRESS);
  const whoHasToken = (token: string): Promise<Actor | null> =>
    Promise.resolve(knownAs(ports, personByToken(store.db, hashOfSecret(token)))?.actor ?? null);

  async function recognise(headers: Headers): Promise<Recognised | null> {
    const authorization = headers.get('authorization');
    if (authorization !== null) return lasting(await whoHasToken(bearerIn(authorization)));
    if (!headers.get('cookie')?.includes(authentication.cookieName)) return null;
    const signIn = await authentication.signInOf(headers);
    const known = signIn && knownAs(ports, personById(store.db, signIn.user));
    return known && { actor: known.actor, until: earlier(signIn.until, known.until) };
  }

  return {
    whoHasToken,
    recognise,
    whoIs: async (headers) => (await recognise(headers))?.actor ?? null,
    async signIn(who, { headers, address }) {
      const key = `${who.email} ${address}`;
      if (!attempts.allowed(key, now()) || !ofAddress.allowed(address, now())) return err(refusal('rate-limited'));
      // Counted before the answer is known: many guesses sent at once count as many.
      attempts.failed(key, now());
      ofAddress.failed(address, now());
      const cookie = await authentication.signIn(who, headers);
      if (cookie.ok) {
        attempts.succeeded(key);
        ofAddress.takeBack(address);
      }
      return cookie;
    },
    async signOut(headers) {
      const user = headers.has('cookie') ? await authentication.userOf(headers) : null;
      await authentication.signOut(headers);
      if (!user) return;
      store.transact((tx) => {
        ledger.append(tx, { actor: user, stream: `user:${user}`, type: 'signed-out', payload: {} });
      });
    },
  };
}

const lasting = (actor: Actor | null): Recognised | null => actor && { actor, until: null };

/** For the operator: the actor a person would be. */
export const actorByEmail = (ports: AccessPorts, email: string): Actor | null =>
  knownAs(ports, personByEmail(ports.store.db, email))?.actor ?? null;

/** Null for a guest whose time is over: then no door knows them any more. */
function knownAs({ store, now }: AccessPorts, person: Person | null): Recognised | null {
  if (!person) return null;
  const { id: user, name, email, administrator } = person;
  const actor = { user, name, email, administrator, roles: rolesOf(store.db, user) };
  const guest = guestByUser(store.db, user);
  if (!guest) return { actor, until: null };
  if (guestState(guest, now()) !== 'in') return null;
  return { actor: { ...actor, guestOf: guest.session }, until: stayEndsAt(guest) };
}

const earlier = (a: Instant, b: Instant | null): Instant => (b !== null && b < a ? b : a);

const bearerIn = (authorization: string): string => /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
