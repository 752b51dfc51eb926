import { ContextSchema } from '#contract/ingest.ts';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = async (event) => {
  const context = await body(ContextSchema, event);
  return answer(services().ingest.setContext(actorOf(event), idOf<CaseId>(event.params.case), context));
};
