import { CasesQuerySchema } from '#contract/assignments.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, query } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
  const { behind } = query(CasesQuerySchema, event.url);
  return answer(services().assignment.page(actorOf(event), idOf<ProjectId>(event.params.project), behind));
};
