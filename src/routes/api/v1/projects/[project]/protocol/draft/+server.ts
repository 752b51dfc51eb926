import { DraftStepSchema } from '#contract/protocol.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const step = await body(DraftStepSchema, event);
  return answer(await services().protocol.draft.take(actorOf(event), idOf<ProjectId>(event.params.project), step));
};
