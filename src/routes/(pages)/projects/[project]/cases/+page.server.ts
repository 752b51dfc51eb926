import { CaseListQuerySchema } from '#contract/ingest.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present, query } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [actor, project] = [actorOf(event), idOf<ProjectId>(event.params.project)];
  const asked = query(CaseListQuerySchema, event.url);
  const page = present(services().ingest.page(actor, project, asked));
  const reports = present(services().reports.list(actor, project));
  return { page, asked, reports, people: present(await services().access.membersOf(actor, project)) };
};
