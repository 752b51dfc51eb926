import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
  const { sop, frame } = event.params;
  return answer(services().protocol.examples.image(actorOf(event), { sop, frame: Number(frame) }));
};
