import { DueSchema } from '#contract/assignments.ts';
import { idOf, type BatchId, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const PATCH: RequestHandler = async (event) => {
  const { dueAt } = await body(DueSchema, event);
  const of = { project: idOf<ProjectId>(event.params.project), batch: idOf<BatchId>(event.params.batch) };
  return answer(services().assignment.setDue(actorOf(event), of, dueAt));
};
