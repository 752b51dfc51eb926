import { SettlementSchema } from '#contract/reports.ts';
import { idOf, type FlagId, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const { note } = await body(SettlementSchema, event);
  const settling = { flag: idOf<FlagId>(event.params.flag), note };
  return answer(services().reports.settle(actorOf(event), idOf<ProjectId>(event.params.project), settling));
};
