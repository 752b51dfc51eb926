import { actorOf } from '#lib/server/answer.ts';
import { countsOf, homeOf } from '#lib/server/overview.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const { project } = await event.parent();
  return { counts: await countsOf(actor, project.id), home: await homeOf(actor) };
};
