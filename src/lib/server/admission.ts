/**
 * Default deny for routes: without an actor only the few route ids below are reached. Everything else sends a page to the
 * sign-in and answers `not-signed-in` to a script.
 */
import { json, redirect } from '@sveltejs/kit';
import { httpStatusOf } from '#contract/refusal-status.ts';
import { refusal } from '#domain/kernel/refusal.ts';

export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([
  '/sign-in',
  '/sign-out',
  '/invite/[token]',
  '/set-up/[token]',
  '/healthz',
  '/readyz',
  '/api/v1/openapi.json',
]);

export const isApi = (path: string): boolean => path.startsWith('/api/');

/** Null lets the request through. Throws the redirect to the sign-in page. */
export function refusedWithoutActor(url: URL, routeId: string | null): Response | null {
  if (routeId !== null && PUBLIC_ROUTES.has(routeId)) return null;
  const refused = refusal('not-signed-in');
  if (isApi(url.pathname)) return json(refused, { status: httpStatusOf(refused.code) });
  return redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
}

/** Only a path of our own: `//host` and `/\host` would leave. */
export const safeNext = (url: URL): string => {
  const next = url.searchParams.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
};
