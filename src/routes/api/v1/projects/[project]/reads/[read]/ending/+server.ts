import { EndingSchema } from '#contract/assignments.ts';
import { idOf, type ProjectId, type ReadId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const request = await body(EndingSchema, event);
  const of = { project: idOf<ProjectId>(event.params.project), read: idOf<ReadId>(event.params.read) };
  return answer(await services().assignment.end(actorOf(event), of, request));
};
