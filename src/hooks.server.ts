/** Every request passes here: who is asking, may they at all, and what browsers are told to be strict about. */
import { json, type Handle, type HandleServerError } from '@sveltejs/kit';
import { httpStatusOf } from '#contract/refusal-status.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { ok } from '#domain/kernel/result.ts';
import { isApi, refusedAtTheDoor } from '#lib/server/admission.ts';
import { present, unlessDiskFails } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';

export const handle: Handle = async ({ event, resolve }) => {
  // Errors below /api are JSON whatever the client says it accepts.
  if (isApi(event.url.pathname)) event.request.headers.set('accept', 'application/json');
  const { headers } = event.request;
  event.locals.actor = present(await unlessDiskFails(async () => ok(await services().access.whoIs(headers))));
  const refused = refusedAtTheDoor(event.locals.actor, event.url, event.route.id);
  const response = refused ?? apiAnswer(event.url, withStatus(event.locals, await resolve(event)));
  for (const [name, value] of HEADERS) if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
};

/** SvelteKit gives everything that was thrown the status 500. */
const withStatus = ({ refused }: App.Locals, response: Response): Response =>
  refused ? new Response(response.body, { status: httpStatusOf(refused.code), headers: response.headers }) : response;

/** Unknown paths and methods below /api: SvelteKit would answer with a page or a bare line. */
function apiAnswer(url: URL, response: Response): Response {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isApi(url.pathname) || response.status < 400 || isJson) return response;
  return json(refusal('not-found'), { status: response.status });
}

const HEADERS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  // Invitation links must not leak to other sites. `no-referrer` would also blank the Origin of our own form posts.
  ['Referrer-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
  ['Cache-Control', 'private, no-store'],
];

/** What is expected never comes here; what does is logged with its cause and shown without particulars. */
export const handleError: HandleServerError = ({ error, status, event }) => {
  if (status === 404) return refusal('not-found');
  if (status === 413) return refusal('body-too-large');
  const refused = services().storageRefusal(error);
  if (refused) return (event.locals.refused = refused);
  console.error(`${event.request.method} ${event.route.id ?? 'unknown route'}:`, error);
  return { message: 'Something went wrong on the server. What was saved before is kept. Please try again.' };
};
