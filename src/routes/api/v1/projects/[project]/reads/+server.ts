import { AssignmentSchema } from '#contract/reading.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  answer(services().reading.list(actorOf(event), idOf<ProjectId>(event.params.project)));

export const POST: RequestHandler = async (event) => {
  const assignment = await body(AssignmentSchema, event);
  return answer(services().reading.assign(actorOf(event), idOf<ProjectId>(event.params.project), assignment), 201);
};
