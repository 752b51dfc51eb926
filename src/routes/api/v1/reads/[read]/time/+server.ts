import { SpentTimeSchema } from '#contract/reports.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const spent = await body(SpentTimeSchema, event);
  return answer(services().reports.spend(actorOf(event), idOf<ReadId>(event.params.read), spent));
};
