import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { GuestId } from '#server/store/guests.ts';
import type { RequestHandler } from './$types';

export const DELETE: RequestHandler = async (event) => {
  const { id, guest } = event.params;
  return answer(await services().guests.withdraw(actorOf(event), idOf<SessionId>(id), idOf<GuestId>(guest)));
};
