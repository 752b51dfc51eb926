import { actorOf, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const actor = actorOf(event);
  const project = present(await services().access.projectFor(actor, event.params.project));
  const protocol = services().protocol.current(actor, project.id);
  return { project, roles: [...(actor.roles.get(project.id) ?? [])], protocol: protocol.ok ? protocol.value : null };
};
