import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

/** A viewer has nothing to show on the server. */
export const ssr = false;

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const project = present(await services().access.projectFor(actor, event.params.project));
  return { project, one: present(services().ingest.line(actor, project.id, idOf<CaseId>(event.params.case))) };
};
