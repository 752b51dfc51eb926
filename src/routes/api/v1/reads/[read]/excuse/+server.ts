import { NewExcuseSchema } from '#contract/reports.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const excuse = await body(NewExcuseSchema, event);
  return answer(services().reports.excuse(actorOf(event), idOf<ReadId>(event.params.read), excuse));
};
