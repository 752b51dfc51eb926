import { NewReleaseSchema } from '#contract/reports.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const release = await body(NewReleaseSchema, event);
  return answer(services().withholding.release(actorOf(event), idOf<ProjectId>(event.params.project), release));
};
