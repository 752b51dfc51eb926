/** Routes called as SvelteKit calls them, with the admission of `hooks.server.ts` in front. */
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Actor } from '#domain/access/actor.ts';
import { refusedAtTheDoor } from '#lib/server/admission.ts';

const ROUTES = fileURLToPath(new URL('../../src/routes', import.meta.url));
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback'] as const;

export interface Operation {
  /** `POST /api/v1/projects`, `load /sign-in`, `action:password /sign-in`, `page /`, `layout /`. */
  readonly key: string;
  readonly routeId: string;
  /** Null for a page without server code of its own. */
  readonly run: ((event: unknown) => unknown) | null;
  readonly method: string;
}

export async function allOperations(): Promise<Operation[]> {
  const files = globSync('**/+{server,page.server,layout.server,page}.{ts,svelte}', { cwd: ROUTES }).toSorted();
  const found = await Promise.all(files.map(operationsOf));
  return found.flat();
}

async function operationsOf(file: string): Promise<Operation[]> {
  const folder = dirname(file);
  const routeId = folder === '.' ? '/' : `/${folder}`;
  if (file.endsWith('.svelte')) return [{ key: `page ${routeId}`, routeId, run: null, method: 'GET' }];
  const module = (await import(join(ROUTES, file))) as Readonly<Record<string, unknown>>;
  const operations: Operation[] = [];
  const add = (name: string, run: unknown, method: string): void => {
    if (isFunction(run)) operations.push({ key: `${name} ${routeId}`, routeId, run, method });
  };
  for (const method of METHODS) add(method, module[method], method);
  add(file.endsWith('+layout.server.ts') ? 'layout' : 'load', module['load'], 'GET');
  for (const [name, run] of Object.entries(module['actions'] ?? {})) add(`action:${name}`, run, 'POST');
  return operations;
}

const isFunction = (value: unknown): value is (event: unknown) => unknown => typeof value === 'function';

export interface Knock {
  readonly actor: Actor | null;
  readonly params: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/** The HTTP status the asker would see; a redirect to the sign-in is 401. */
export async function knock(operation: Operation, asked: Knock): Promise<number> {
  const event = eventOf(operation, asked);
  try {
    return atTheDoor(asked.actor, event.url, operation.routeId) ?? statusOf(await operation.run?.(event));
  } catch (thrown) {
    return statusOf(thrown);
  }
}

/** The status of a refusal before the route runs; a guest sent to the guests' own page was refused as well. */
function atTheDoor(actor: Actor | null, url: URL, routeId: string): number | null {
  try {
    const refused = refusedAtTheDoor(actor, url, routeId);
    return refused && refused.status;
  } catch (thrown) {
    return actor ? 403 : statusOf(thrown);
  }
}

function eventOf({ routeId, method }: Operation, { actor, params, json, form }: Knock) {
  const path = routeId.replace(/\[(\w+)\]/g, (_, name: string) => params[name] ?? '');
  const url = new URL(path, 'http://localhost:3000');
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  return {
    url,
    params,
    locals: { actor },
    route: { id: routeId },
    request: new Request(url, {
      method: method === 'fallback' ? 'GET' : method,
      body,
      headers: { host: url.host, ...(json !== undefined && { 'content-type': 'application/json' }) },
    }),
    cookies: { set: () => undefined, delete: () => undefined, get: () => undefined },
    getClientAddress: () => '127.0.0.1',
    setHeaders: () => undefined,
    depends: () => undefined,
    parent: () => Promise.resolve({}),
  };
}

/** Responses, errors, redirects and action failures all carry a status; a plain value is a success. */
function statusOf(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null) return 200;
  if ('location' in answer && typeof answer.location === 'string' && answer.location.startsWith('/sign-in?'))
    return 401;
  if ('status' in answer && typeof answer.status === 'number') return answer.status;
  if (answer instanceof Error) throw answer;
  return 200;
}
