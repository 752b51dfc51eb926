import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

/** The desk lives in the browser: a viewer and a live document have nothing to show on the server. */
export const ssr = false;

export const load: PageServerLoad = (event) => {
  const actor = actorOf(event);
  const read = idOf<ReadId>(event.params.read);
  const workspace = present(services().reading.workspace(actor, read));
  return { workspace, beside: services().reading.beside(actor, read), reader: { id: actor.user, name: actor.name } };
};
