import { WithholdingSchema } from '#contract/reports.ts';
import { idOf, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = async (event) => {
  const { allowed } = await body(WithholdingSchema, event);
  const whom = { user: idOf<UserId>(event.params.user), allowed };
  return answer(services().withholding.allow(actorOf(event), idOf<ProjectId>(event.params.project), whom));
};
