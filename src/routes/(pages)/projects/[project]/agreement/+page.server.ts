import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, explained } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

/** The figures come when they are computed; the page does not wait for them. */
export const load: PageServerLoad = async (event) => {
  const looked = await services().agreement.look(actorOf(event), idOf<ProjectId>(event.params.project));
  return { agreement: explained(looked, 'protocol-missing') };
};
