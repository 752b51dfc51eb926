import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { project } = await event.parent();
  return { versions: present(services().protocol.versions(actorOf(event), project.id)) };
};
