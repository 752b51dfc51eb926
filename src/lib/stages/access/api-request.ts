/** One request to our own API from a page: the parsed answer, a refusal of the server, or the fact that it was not reached. */
import * as v from 'valibot';
import { isRefusalCode, refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';

/** The request did not reach the server, or its answer did not reach us. */
export interface Unreachable {
  readonly code: 'unreachable';
  readonly message: string;
}

export type Refused = Refusal | Unreachable;

export interface ApiRequest<S extends v.GenericSchema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below our own origin. */
  readonly address: string;
  readonly json?: unknown;
  /** What a success looks like. */
  readonly answer: S;
}

export const UNREACHABLE: Unreachable = {
  code: 'unreachable',
  message: 'The server did not answer. What you entered is kept here; try again when the connection is back.',
};

export async function requested<S extends v.GenericSchema>(
  { method, address, json, answer }: ApiRequest<S>,
  fetching: typeof fetch = fetch,
): Promise<Result<v.InferOutput<S>, Refused>> {
  const headers = { accept: 'application/json', ...(json !== undefined && { 'content-type': 'application/json' }) };
  try {
    const response = await fetching(address, {
      method,
      headers,
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    return parsed(answer, response.ok, await response.json());
  } catch {
    return err(UNREACHABLE);
  }
}

/** A body that is neither the answer nor a refusal comes from something between us and the server. */
export function parsed<S extends v.GenericSchema>(
  answer: S,
  accepted: boolean,
  json: unknown,
): Result<v.InferOutput<S>, Refused> {
  if (accepted) {
    const parsedAnswer = v.safeParse(answer, json);
    return parsedAnswer.success ? ok(parsedAnswer.output) : err(UNREACHABLE);
  }
  const said = v.safeParse(RefusalBody, json);
  if (!said.success) return err(UNREACHABLE);
  const { code, message, details } = said.output;
  if (!isRefusalCode(code)) return err(refusal('bad-request'));
  return err({ code, message, ...(details && { details }) });
}

const Detail = v.union([v.string(), v.number(), v.boolean(), v.array(v.string())]);
const RefusalBody = v.object({
  code: v.string(),
  message: v.string(),
  details: v.optional(v.record(v.string(), Detail)),
});
