/**
 * The three moves of a route: `body` parses what came in, `present` gives a page what it shows, `answer` gives a script its
 * JSON. A refusal leaves each of them as the same object `{ code, message, details? }` with the status of the one table.
 */
import { error, fail, json, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { httpStatusOf } from '#contract/refusal-status.ts';
import type { Actor } from '#domain/access/actor.ts';
import { refusal, type Refusal, type RefusalCode } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { services } from './services.ts';

type Schema = v.GenericSchema;

const JSON_TYPE = 'application/json';

/** Parses the JSON body, which must say that it is JSON. Throws `bad-json`, `bad-request` or `body-too-large`. */
export async function body<S extends Schema>(schema: S, event: RequestEvent): Promise<v.InferOutput<S>> {
  const type = event.request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== JSON_TYPE) return present(err(refusal('bad-request', { expected: JSON_TYPE })));
  return present(parsed(schema, jsonOf(await text(event))));
}

/** Parses what stands behind the question mark of an address. Throws `bad-request`. */
export const query = <S extends Schema>(schema: S, url: URL): v.InferOutput<S> =>
  present(parsed(schema, Object.fromEntries(url.searchParams)));

/** The value, or the refusal thrown as an error page (or error JSON below `/api`). */
export function present<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  return error(httpStatusOf(result.error.code), result.error);
}

/** For a page that says itself what to do about some refusals: those are kept, every other one is thrown as an error page. */
export function explained<T>(result: Result<T, Refusal>, ...codes: readonly RefusalCode[]): Result<T, Refusal> {
  if (!result.ok && !codes.includes(result.error.code)) present(result);
  return result;
}

export const answer = (result: Result<unknown, Refusal>, status = 200): Response =>
  result.ok ? json(result.value, { status }) : json(result.error, { status: httpStatusOf(result.error.code) });

export interface Refused {
  readonly refusal: Refusal;
}

export interface Step<S extends Schema, T, U> {
  readonly form: S;
  readonly run: (input: v.InferOutput<S>) => Promise<Result<T, Refusal>>;
  readonly done: (value: T) => U;
}

/** For form actions: parse, run, done. A refusal on the way returns to the same page as `form.refusal`. */
export async function act<S extends Schema, T, U>(
  event: RequestEvent,
  { form, run, done }: Step<S, T, U>,
): Promise<U | ActionFailure<Refused>> {
  const input = parsed(form, Object.fromEntries(await event.request.formData()));
  const result = input.ok ? await unlessDiskFails(() => run(input.value)) : input;
  return result.ok ? done(result.value) : fail(httpStatusOf(result.error.code), { refusal: result.error });
}

/** A disk that fails is a refusal: of a form on its page, where what was typed still stands, and of a request nobody can be told for. */
export async function unlessDiskFails<T>(run: () => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> {
  try {
    return await run();
  } catch (cause) {
    const refused = services().storageRefusal(cause);
    if (refused) return err(refused);
    throw cause;
  }
}

/** Who is asking. Throws `not-signed-in` when nobody is. */
export function actorOf(event: { readonly locals: App.Locals }): Actor {
  const { actor } = event.locals;
  return actor ?? present(err(refusal('not-signed-in')));
}

function parsed<S extends Schema>(schema: S, input: unknown): Result<v.InferOutput<S>, Refusal> {
  const result = v.safeParse(schema, input);
  if (result.success) return ok(result.output);
  const issues = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  return err(refusal('bad-request', { issues }));
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return present(err(refusal('bad-json')));
  }
}

async function text(event: RequestEvent): Promise<string> {
  try {
    return await event.request.text();
  } catch (cause) {
    if (cause instanceof Error && 'status' in cause && cause.status === 413)
      return present(err(refusal('body-too-large')));
    throw cause;
  }
}
