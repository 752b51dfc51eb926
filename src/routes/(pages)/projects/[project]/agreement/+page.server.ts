import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const { project } = await event.parent();
  const members = present(await services().access.membersOf(actor, project.id));
  const cases = present(services().ingest.list(actor, project.id));
  return { agreement: services().agreement.overview(actor, project.id), members, cases };
};
