/** Who is asking: a sign-in cookie or a personal access token, turned into an actor with roles. */
import type { Actor } from '#domain/access/actor.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, type Result } from '#domain/kernel/result.ts';
import type { SignIn } from '#contract/access.ts';
import type { Store } from '#server/store/database.ts';
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

export function createIdentity({ store, ledger, authentication, now }: AccessPorts): Identity {
  const attempts = createAttempts(FAILURES);
  const ofAddress = createAttempts(FAILURES_OF_ADDRESS);
  const whoHasToken = (token: string): Promise<Actor | null> =>
    Promise.resolve(actorOf(store, personByToken(store.db, hashOfSecret(token))));

  async function recognise(headers: Headers): Promise<Recognised | null> {
    const authorization = headers.get('authorization');
    if (authorization !== null) return lasting(await whoHasToken(bearerIn(authorization)));
    if (!headers.get('cookie')?.includes(authentication.cookieName)) return null;
    const signIn = await authentication.signInOf(headers);
    const actor = signIn && actorOf(store, personById(store.db, signIn.user));
    return actor && { actor, until: signIn.until };
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
export const actorByEmail = ({ store }: AccessPorts, email: string): Actor | null =>
  actorOf(store, personByEmail(store.db, email));

function actorOf(store: Store, person: Person | null): Actor | null {
  if (!person) return null;
  const { id: user, name, email, administrator } = person;
  return { user, name, email, administrator, roles: rolesOf(store.db, user) };
}

const bearerIn = (authorization: string): string => /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
