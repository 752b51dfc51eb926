import { NewGuest } from '#contract/guests.ts';
import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) =>
  answer(await services().guests.guestsOf(actorOf(event), idOf<SessionId>(event.params.id)));

export const POST: RequestHandler = async (event) => {
  const session = idOf<SessionId>(event.params.id);
  return answer(await services().guests.invite(actorOf(event), session, await body(NewGuest, event)), 201);
};
