/** Commands to the session: sent once, repeated with the same id when the network fails, so that they act at most once. */
import * as v from 'valibot';
import { v7 as newId } from 'uuid';
import { SessionCommandAnswerSchema, type SessionCommandAnswer } from '#contract/session-command.ts';
import type { SessionId } from '#domain/kernel/id.ts';
import { isRefusalCode, refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { SessionCommandSchema } from '#domain/session/command.ts';

type WithoutId<C> = C extends unknown ? Omit<C, 'commandId'> : never;
/** What a person asks; the id is added on the way out. */
export type Asked = WithoutId<v.InferInput<typeof SessionCommandSchema>>;

/** The command did not reach the server, or its answer did not reach us. Repeating it is safe. */
export interface Unreachable {
  readonly code: 'unreachable';
  readonly message: string;
}

const UNREACHABLE: Unreachable = {
  code: 'unreachable',
  message: 'The server did not answer. What you entered is kept here; try again when the connection is back.',
};
const RefusalBody = v.object({ code: v.string(), message: v.string() });
const PAUSES_MS = [400, 1200];

export type Send = (asked: Asked) => Promise<Result<SessionCommandAnswer, Refusal | Unreachable>>;

export function createSend(session: SessionId, fetching: typeof fetch = fetch): Send {
  return async (asked) => {
    const body = JSON.stringify({ ...asked, commandId: newId() });
    for (const pause of [...PAUSES_MS, null]) {
      const answer = await post(`/api/v1/sessions/${session}/commands`, body, fetching);
      if (answer.ok || answer.error.code !== 'unreachable' || pause === null) return answer;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return err(UNREACHABLE);
  };
}

async function post(
  address: string,
  body: string,
  fetching: typeof fetch,
): Promise<Result<SessionCommandAnswer, Refusal | Unreachable>> {
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await fetching(address, { method: 'POST', headers, body });
    return answerOf(response.ok, await response.json());
  } catch {
    return err(UNREACHABLE);
  }
}

function answerOf(accepted: boolean, json: unknown): Result<SessionCommandAnswer, Refusal | Unreachable> {
  if (accepted) {
    const answer = v.safeParse(SessionCommandAnswerSchema, json);
    return answer.success ? ok(answer.output) : err(UNREACHABLE);
  }
  const body = v.safeParse(RefusalBody, json);
  if (!body.success) return err(UNREACHABLE);
  const said = body.output;
  return err(isRefusalCode(said.code) ? { code: said.code, message: said.message } : refusal('bad-request'));
}
