/** Where a request comes from, and the cookie that keeps a browser signed in. */
import type { RequestEvent } from '@sveltejs/kit';
import type { SignInCookie } from '#server/access/authentication.ts';
import type { Caller } from '#server/access/ports.ts';

export const callerOf = (event: RequestEvent): Caller => ({
  headers: event.request.headers,
  address: event.getClientAddress(),
});

export function keepSignedIn(event: RequestEvent, { name, value, maxAge, secure }: SignInCookie): void {
  event.cookies.set(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
}
