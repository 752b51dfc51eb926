import { MovedDatesSchema } from '#contract/assignments.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const request = await body(MovedDatesSchema, event);
  return answer(services().assignment.moveDates(actorOf(event), idOf<ProjectId>(event.params.project), request));
};
