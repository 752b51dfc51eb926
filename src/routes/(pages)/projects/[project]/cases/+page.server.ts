import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  const project = idOf<ProjectId>(event.params.project);
  return { cases: present(services().ingest.list(actorOf(event), project)) };
};
