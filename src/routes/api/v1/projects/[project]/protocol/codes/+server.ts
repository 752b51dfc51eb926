import { CodeListSchema } from '#contract/protocol.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  answer(services().protocol.codes.list(actorOf(event), idOf<ProjectId>(event.params.project)));

export const PUT: RequestHandler = async (event) => {
  const list = await body(CodeListSchema, event);
  return answer(services().protocol.codes.keep(actorOf(event), idOf<ProjectId>(event.params.project), list));
};
