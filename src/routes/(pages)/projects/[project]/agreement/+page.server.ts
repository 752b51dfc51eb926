import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const project = idOf<ProjectId>(event.params.project);
  const members = present(await services().access.membersOf(actor, project));
  const cases = present(services().ingest.list(actor, project));
  // The figures come when they are computed; the list does not wait for them.
  return { agreement: services().agreement.look(actor, project), members, cases };
};
