import { AppliedPlanSchema } from '#contract/assignments.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  answer(services().assignment.progress(actorOf(event), idOf<ProjectId>(event.params.project)));

export const POST: RequestHandler = async (event) => {
  const plan = await body(AppliedPlanSchema, event);
  return answer(await services().assignment.apply(actorOf(event), idOf<ProjectId>(event.params.project), plan), 201);
};
