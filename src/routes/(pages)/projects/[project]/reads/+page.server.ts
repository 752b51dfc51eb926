import { CasesQuerySchema } from '#contract/assignments.ts';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present, query } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [actor, project] = [actorOf(event), idOf<ProjectId>(event.params.project)];
  const { behind } = query(CasesQuerySchema, event.url);
  const { access, assignment } = services();
  const people = present(await access.membersOf(actor, project)).filter(({ role }) => role === 'reader');
  const notes = present(assignment.profiles(actor, project));
  const batches = present(assignment.progress(actor, project));
  return { people, notes, batches, behind, page: present(assignment.page(actor, project, behind)) };
};
