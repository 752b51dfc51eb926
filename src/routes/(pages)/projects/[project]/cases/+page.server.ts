import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { project } = await event.parent();
  return { cases: present(services().ingest.list(actorOf(event), project.id)) };
};
