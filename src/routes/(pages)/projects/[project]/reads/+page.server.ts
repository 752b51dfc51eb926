import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const { project } = await event.parent();
  const people = present(await services().access.membersOf(actor, project.id));
  const cases = present(services().ingest.list(actor, project.id));
  const reads = present(services().reading.list(actor, project.id));
  return { cases, reads, readers: people.filter(({ role }) => role === 'reader') };
};
