/**
 * Passwords and sign-in cookies, by better-auth on our tables. Its HTTP routes are not mounted: pages and commands call it
 * through the few functions here, so that no way in exists beside ours.
 */
import { betterAuth } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { parseSetCookieHeader, setSessionCookie } from 'better-auth/cookies';
import { hashPassword } from 'better-auth/crypto';
import * as v from 'valibot';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { authenticationTables } from '#server/store/authentication-tables.ts';
import type { Database } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';

/** What the browser is to keep. */
export interface SignInCookie {
  readonly name: string;
  readonly value: string;
  /** Seconds. */
  readonly maxAge: number;
  readonly secure: boolean;
}

export interface Authentication {
  hashPassword(password: string): Promise<string>;
  signIn(who: { email: string; password: string }, headers: Headers): Promise<Result<SignInCookie, Refusal>>;
  /** Signs a person in without a password, for a working day or so many seconds; who may ask for that is decided elsewhere. */
  signInAs(user: UserId, headers: Headers, seconds?: number): Promise<Result<SignInCookie, Refusal>>;
  signOut(headers: Headers): Promise<void>;
  /** The person the cookie in these headers belongs to. */
  userOf(headers: Headers): Promise<UserId | null>;
  /** The same, with the moment at which this sign-in runs out. */
  signInOf(headers: Headers): Promise<{ readonly user: UserId; readonly until: Instant } | null>;
  readonly cookieName: string;
}

export const LEAST_PASSWORD = 12;
/** One working day. */
const SIGNED_IN_SECONDS = 12 * 60 * 60;

export interface AuthenticationOptions {
  readonly db: Database;
  readonly secret: string;
  /** Null when it follows from each request: then the server itself speaks plain http. */
  readonly origin: string | null;
}

export function createAuthentication({ db, secret, origin }: AuthenticationOptions): Authentication {
  const secure = origin?.startsWith('https:') ?? false;
  const auth = betterAuth({
    database: authenticationTables(db),
    secret,
    baseURL: origin ?? 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Attempts are counted per account and address in `attempts.ts`.
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: LEAST_PASSWORD },
    session: { expiresIn: SIGNED_IN_SECONDS, disableSessionRefresh: true },
    advanced: {
      cookiePrefix: 'consilium',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      database: { generateId: () => newId() },
    },
    plugins: [signInAs()],
  });

  async function signInOf(headers: Headers): Promise<{ user: UserId; until: Instant } | null> {
    const found = await auth.api.getSession({ headers });
    return found && { user: idOf<UserId>(found.user.id), until: instantOf(found.session.expiresAt.getTime()) };
  }

  return {
    hashPassword,
    signIn: (who, headers) =>
      signedIn(
        SIGNED_IN_SECONDS,
        async () => (await auth.api.signInEmail({ body: who, headers, returnHeaders: true })).headers,
      ),
    signInAs: (user, headers, seconds = SIGNED_IN_SECONDS) =>
      signedIn(
        seconds,
        async () => (await auth.api.signInAs({ body: { user, seconds }, headers, returnHeaders: true })).headers,
      ),
    async signOut(headers) {
      await auth.api.signOut({ headers });
    },
    userOf: async (headers) => (await signInOf(headers))?.user ?? null,
    signInOf,
    cookieName: `${secure ? '__Secure-' : ''}consilium.session_token`,
  };
}

/** better-auth answers refused credentials with an exception and the cookie with a header. */
async function signedIn(maxAge: number, run: () => Promise<Headers>): Promise<Result<SignInCookie, Refusal>> {
  try {
    return ok({ ...cookieIn(await run()), maxAge });
  } catch (cause) {
    if (cause instanceof APIError && cause.statusCode < 500) return err(refusal('bad-credentials'));
    throw cause;
  }
}

function cookieIn(headers: Headers): Omit<SignInCookie, 'maxAge'> {
  for (const [name, cookie] of parseSetCookieHeader(headers.getSetCookie().join(', ')))
    if (name.endsWith('session_token')) return { name, value: cookie.value, secure: cookie.secure ?? false };
  throw new Error('signing in made no cookie');
}

const SignInAs = v.object({ user: v.string(), seconds: v.number() });

/** A server-only endpoint: it has no address, only `auth.api.signInAs`. */
const signInAs = () => ({
  id: 'sign-in-as',
  endpoints: {
    signInAs: createAuthEndpoint({ method: 'POST', body: SignInAs }, async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.user);
      if (!user) throw new APIError('UNAUTHORIZED');
      const expiresAt = new Date(Date.now() + ctx.body.seconds * 1000);
      const session = await ctx.context.internalAdapter.createSession(user.id, false, { expiresAt }, true);
      await setSessionCookie(ctx, { session, user });
      return { user: user.id };
    }),
  },
});
