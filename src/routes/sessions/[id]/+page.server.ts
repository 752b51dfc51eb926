import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

/** The room lives in the browser: the image library cannot be loaded anywhere else. */
export const ssr = false;

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const session = idOf<SessionId>(event.params.id);
  const view = present(await services().session.view(actor, session));
  return { session, view, protocol: services().session.protocol(actor, session) };
};
