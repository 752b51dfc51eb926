/** The API routes without a build: requests pass the hook and the route modules as they do in production. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isHttpError, json, type Handle, type HandleServerError } from '@sveltejs/kit';
import { handle, handleError } from '../../src/hooks.server.ts';
import { allOperations, type Operation } from './route.ts';

export async function apiListener(): Promise<RequestListener> {
  const operations = (await allOperations()).filter(({ routeId }) => routeId.startsWith('/api/') || isProbe(routeId));
  return (request, response) => {
    answerPage(operations, request, response).catch((cause: unknown) => {
      response.writeHead(500).end(JSON.stringify({ message: String(cause) }));
    });
  };
}

const isProbe = (routeId: string): boolean => routeId === '/healthz' || routeId === '/readyz';

async function answerPage(
  operations: readonly Operation[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const found = operations.map((one) => ({ one, params: paramsOf(one, url) })).filter(({ params }) => params !== null);
  const method = request.method ?? 'GET';
  const hit = found.find(({ one }) => one.method === method);
  const body = method === 'GET' || method === 'HEAD' ? null : await text(request);
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const event = {
    url,
    params: hit?.params ?? {},
    locals: { actor: null },
    route: { id: found[0]?.one.routeId ?? null },
    request: new Request(url, { method, headers, body }),
  };
  const resolve = (): Promise<Response> => resolved(hit?.one, found.length > 0 ? 405 : 404, event);
  const answer = await handled({ event, resolve } as unknown as Parameters<Handle>[0]);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

/** As SvelteKit does: an error that the hook itself throws is answered with its own status. */
async function handled(asked: Parameters<Handle>[0]): Promise<Response> {
  try {
    return await handle(asked);
  } catch (thrown) {
    if (!isHttpError(thrown)) throw thrown;
    return json(thrown.body, { status: thrown.status });
  }
}

function paramsOf({ routeId }: Operation, { pathname }: URL): Record<string, string> | null {
  const pattern = routeId.replaceAll('.', String.raw`\.`).replace(/\[(\w+)\]/g, '(?<$1>[^/]+)');
  const found = new RegExp(`^${pattern}$`).exec(pathname);
  return found && { ...found.groups };
}

/** As SvelteKit does: what was thrown becomes JSON, with 500 where nobody expected it; a missing route or method a bare line. */
async function resolved(one: Operation | undefined, missing: 404 | 405, event: unknown): Promise<Response> {
  if (!one?.run) return new Response('no such thing', { status: missing });
  try {
    return (await one.run(event)) as Response;
  } catch (thrown) {
    if (isHttpError(thrown)) return json(thrown.body, { status: thrown.status });
    const told = { error: thrown, event, status: 500, message: 'Internal Error' };
    return json(await handleError(told as Parameters<HandleServerError>[0]), { status: 500 });
  }
}
