import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [actor, project] = [actorOf(event), idOf<ProjectId>(event.params.project)];
  const cases = present(services().ingest.list(actor, project));
  const reports = present(services().reports.list(actor, project));
  return { cases, reports, people: present(await services().access.membersOf(actor, project)) };
};
