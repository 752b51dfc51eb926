import { SessionCommandBodySchema } from '#contract/session-command.ts';
import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const command = await body(SessionCommandBodySchema, event);
  return answer(await services().session.command(actorOf(event), idOf<SessionId>(event.params.id), command));
};
