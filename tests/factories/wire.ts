/**
 * The whole server with its API routes on a real port: requests pass the hook and the route modules as they do in production,
 * without a build of the pages.
 */
import { onTestFinished } from 'vitest';
import * as v from 'valibot';
import { isRefusalCode } from '#domain/kernel/refusal.ts';
import { offer } from '#server/assemble.ts';
import { apiListener } from './api.ts';
import { testFolder } from './folder.ts';
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
  const whole = await wholeServer(testFolder(), await apiListener());
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
