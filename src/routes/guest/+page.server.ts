import { refusal } from '#domain/kernel/refusal.ts';
import { err, ok } from '#domain/kernel/result.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

/** Where guests are led when they leave the room, or ask for anything else. */
export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const session = present(actor.guestOf === undefined ? err(refusal('not-found')) : ok(actor.guestOf));
  const { record, seat } = present(await services().session.view(actor, session));
  return { session, title: record.session.title, state: record.session.state, role: seat.you.role };
};
