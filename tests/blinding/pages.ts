/**
 * Every route module answered over HTTP, pages included: what `load` of a page and of the layouts above it returns is sent as
 * JSON, which is what `__data.json` carries. The built pages themselves are looked at by tests/e2e/blinding.e2e.ts.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isHttpError, isRedirect, json, type Handle } from '@sveltejs/kit';
import type { Operation } from '#tests/factories/route.ts';
import { handle } from '../../src/hooks.server.ts';
import { workOf } from './work.ts';

/** A header of these tests: what the database did for the answer. It stands for the time an answer takes. */
const WORK = 'x-work';

export function answering(operations: readonly Operation[]): RequestListener {
  return (request, response) => {
    answer(operations, request, response).catch((cause: unknown) => {
      response.writeHead(500).end(String(cause));
    });
  };
}

/** The pattern of a route without the groups, which are no part of the path: `/(pages)/projects` → `/projects`. */
export const pathOf = (routeId: string): string => routeId.replace(/\/\([^)]*\)/g, '') || '/';

async function answer(
  operations: readonly Operation[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const here = operations.filter((one) => paramsOf(one, url) !== null);
  const hits = here.filter((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  const found = hits.find((one) => one.run && !isData(one)) ?? hits[0];
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = method === 'GET' || method === 'HEAD' ? null : await text(request);
  const event = {
    url,
    params: (found && paramsOf(found, url)) ?? {},
    locals: { actor: null },
    route: { id: here[0]?.routeId ?? null },
    request: new Request(url, { method, headers, body }),
    cookies: { set: () => undefined, delete: () => undefined, get: () => undefined },
    getClientAddress: () => '127.0.0.1',
    setHeaders: () => undefined,
    depends: () => undefined,
    parent: () => Promise.resolve({}),
  };
  const resolve = (): Promise<Response> => {
    if (!found) return Promise.resolve(new Response('no such thing', { status: here.length > 0 ? 405 : 404 }));
    return settled(() => (isData(found) ? dataOf(operations, found, event) : found.run?.(event)));
  };
  const { answer: told, work } = await workOf(() =>
    settled(() => handle({ event, resolve } as unknown as Parameters<Handle>[0])),
  );
  response.writeHead(told.status, { ...Object.fromEntries(told.headers), [WORK]: work });
  response.end(method === 'HEAD' ? undefined : await told.text());
}

const isData = ({ key }: Operation): boolean => /^(load|page|layout) /.test(key);

/** The layouts above a page and the page, outermost first. */
async function dataOf(operations: readonly Operation[], page: Operation, event: unknown): Promise<unknown> {
  const nodes = operations.filter(
    ({ key, routeId }) =>
      (key.startsWith('layout ') && (routeId === '/' || page.routeId.startsWith(routeId))) ||
      key === `load ${page.routeId}`,
  );
  return Promise.all(nodes.map(async ({ key, run }) => ({ key, data: await run?.(event) })));
}

function paramsOf({ key, routeId }: Operation, { pathname }: URL): Record<string, string> | null {
  if (key.startsWith('layout ')) return null;
  const pattern = pathOf(routeId).replaceAll('.', String.raw`\.`);
  const found = new RegExp(`^${pattern.replace(/\[(\w+)\]/g, '(?<$1>[^/]+)')}$`).exec(pathname);
  return found && { ...found.groups };
}

/** As SvelteKit does: thrown errors and redirects become answers. */
async function settled(run: () => unknown): Promise<Response> {
  try {
    const answered = await run();
    return answered instanceof Response ? answered : json(answered ?? null);
  } catch (thrown) {
    if (isHttpError(thrown)) return json(thrown.body, { status: thrown.status });
    if (isRedirect(thrown))
      return new Response(null, { status: thrown.status, headers: { location: thrown.location } });
    throw thrown;
  }
}
