import { PublicationSchema } from '#contract/protocol.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  answer(services().protocol.described(actorOf(event), idOf<ProjectId>(event.params.project)));

export const POST: RequestHandler = async (event) => {
  const publication = await body(PublicationSchema, event);
  return answer(services().protocol.publish(actorOf(event), idOf<ProjectId>(event.params.project), publication), 201);
};
