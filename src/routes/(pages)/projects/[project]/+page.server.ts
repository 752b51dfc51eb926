import { actorOf, present } from '#lib/server/answer.ts';
import { countsOf, homeOf } from '#lib/server/overview.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const { id } = present(await services().access.projectFor(actor, event.params.project));
  return { counts: await countsOf(actor, id), home: await homeOf(actor) };
};
