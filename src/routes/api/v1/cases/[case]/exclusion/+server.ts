import { ExclusionSchema } from '#contract/ingest.ts';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const { reason } = await body(ExclusionSchema, event);
  return answer(services().ingest.exclude(actorOf(event), idOf<CaseId>(event.params.case), reason));
};
