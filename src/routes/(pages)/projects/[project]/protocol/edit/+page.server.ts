import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const draft = present(await services().protocol.draft.open(actor, idOf<ProjectId>(event.params.project)));
  return { draft, user: { id: actor.user, name: actor.name } };
};
