import { ScheduleSchema } from '#contract/agreement.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) =>
  answer(await services().session.list(actorOf(event), idOf<ProjectId>(event.params.project)));

export const POST: RequestHandler = async (event) => {
  const schedule = await body(ScheduleSchema, event);
  const project = idOf<ProjectId>(event.params.project);
  return answer(await services().agreement.schedule(actorOf(event), project, schedule), 201);
};
