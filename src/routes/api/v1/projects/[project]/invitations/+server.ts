import { NewInvitation } from '#contract/access.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const project = idOf<ProjectId>(event.params.project);
  return answer(await services().access.invite(actorOf(event), project, await body(NewInvitation, event)), 201);
};
