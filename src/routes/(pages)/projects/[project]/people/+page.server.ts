import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const project = idOf<ProjectId>(event.params.project);
  return { members: present(await services().access.membersOf(actorOf(event), project)) };
};
