import { refusal } from '#domain/kernel/refusal.ts';
import { err, ok } from '#domain/kernel/result.ts';
import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

/** A viewer has nothing to show on the server. */
export const ssr = false;

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const project = present(await services().access.projectFor(actor, event.params.project));
  const cases = present(services().ingest.list(actor, project.id));
  const one = cases.find(({ id }) => id === event.params.case);
  return { project, one: present(one ? ok(one) : err(refusal('not-found'))) };
};
