/**
 * Default deny for routes: without an actor, and as a guest of one session, only the few route ids below are reached. Everything
 * else sends a page to the sign-in or to the guest's own page, and answers a refusal to a script.
 */
import { json, redirect } from '@sveltejs/kit';
import { httpStatusOf } from '#contract/refusal-status.ts';
import type { Actor } from '#domain/access/actor.ts';
import { refusal, type RefusalCode } from '#domain/kernel/refusal.ts';

export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([
  '/sign-in',
  '/sign-out',
  '/invite/[token]',
  '/join/[token]',
  '/set-up/[token]',
  '/healthz',
  '/readyz',
  '/api/v1/openapi.json',
]);

/** What a guest reaches besides; the stages behind them admit guests to their own session alone. */
export const GUEST_ROUTES: ReadonlySet<string> = new Set([
  '/guest',
  '/sessions/[id]',
  '/api/v1/sessions/[id]',
  '/api/v1/sessions/[id]/commands',
  '/api/v1/cases/[case]/images',
  '/api/v1/examples/[sop]/[frame]',
]);

export const isApi = (path: string): boolean => path.startsWith('/api/');

/** Null lets the request through. Throws the redirect of a page. */
export function refusedAtTheDoor(actor: Actor | null, url: URL, routeId: string | null): Response | null {
  if (routeId !== null && PUBLIC_ROUTES.has(routeId)) return null;
  if (!actor) {
    const signIn = `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`;
    return isApi(url.pathname) ? refused('not-signed-in') : redirect(303, signIn);
  }
  if (actor.guestOf === undefined || (routeId !== null && GUEST_ROUTES.has(routeId))) return null;
  return isApi(url.pathname) ? refused('not-allowed') : redirect(303, '/guest');
}

const refused = (code: RefusalCode): Response => json(refusal(code), { status: httpStatusOf(code) });

/** Only a path of our own: `//host` and `/\host` would leave. */
export const safeNext = (url: URL): string => {
  const next = url.searchParams.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
};
