/**
 * The whole server with its API routes on a real port: requests pass the hook and the route modules as they do in production,
 * without a build of the pages.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isHttpError, json, type Handle } from '@sveltejs/kit';
import { onTestFinished } from 'vitest';
import * as v from 'valibot';
import { isRefusalCode } from '#domain/kernel/refusal.ts';
import { offer } from '#server/assemble.ts';
import { handle } from '../../src/hooks.server.ts';
import { testFolder } from './folder.ts';
import { allOperations, type Operation } from './route.ts';
import { wholeServer, type Whole } from './whole.ts';

export interface Wire {
  readonly whole: Whole;
  /** What a script gets: the status and the parsed JSON. */
  readonly ask: (path: string, asked?: Asked) => Promise<Answer>;
}

export interface Asked {
  readonly token?: string;
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function wire(): Promise<Wire> {
  const operations = (await allOperations()).filter(({ routeId }) => routeId.startsWith('/api/'));
  const whole = await wholeServer(testFolder(), (request, response) => {
    answerPage(operations, request, response).catch((cause: unknown) => {
      response.writeHead(500).end(JSON.stringify({ message: String(cause) }));
    });
  });
  offer(whole.services);
  onTestFinished(() => whole.close());
  return { whole, ask: (path, asked = {}) => ask(whole.address + path, asked) };
}

async function ask(url: string, { token, method, json: object, body, headers = {} }: Asked): Promise<Answer> {
  const sent = object === undefined ? body : JSON.stringify(object);
  const response = await fetch(url, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(object !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent !== undefined && { body: sent as BodyInit }),
  });
  return { status: response.status, body: await response.json() };
}

const RefusalShape = v.strictObject({
  code: v.pipe(v.string(), v.check(isRefusalCode, 'a code of the closed list')),
  message: v.pipe(v.string(), v.regex(/^[A-Z].*[.!?]$/s, 'a sentence for people')),
  details: v.optional(v.record(v.string(), v.unknown())),
});

/** `409 voting-closed`. @throws when the answer is no refusal of the closed list with its sentence. */
export function refusalIn({ status, body }: Answer): string {
  return `${String(status)} ${v.parse(RefusalShape, body).code}`;
}

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
  const answer = await handle({ event, resolve } as unknown as Parameters<Handle>[0]);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

function paramsOf({ routeId }: Operation, { pathname }: URL): Record<string, string> | null {
  const pattern = routeId.replaceAll('.', String.raw`\.`).replace(/\[(\w+)\]/g, '(?<$1>[^/]+)');
  const found = new RegExp(`^${pattern}$`).exec(pathname);
  return found && { ...found.groups };
}

/** As SvelteKit does: an error that was thrown becomes JSON, a missing route or method a bare line. */
async function resolved(one: Operation | undefined, missing: 404 | 405, event: unknown): Promise<Response> {
  if (!one?.run) return new Response('no such thing', { status: missing });
  try {
    return (await one.run(event)) as Response;
  } catch (thrown) {
    if (!isHttpError(thrown)) throw thrown;
    return json(thrown.body, { status: thrown.status });
  }
}
