import { mayAttend } from '#domain/access/policy.ts';
import { idOf, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import { actorOf, explained, present } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const project = idOf<ProjectId>(event.params.project);
  const members = present(await services().access.membersOf(actor, project));
  const cases = present(services().ingest.list(actor, project));
  const queue = await services().agreement.queue(actor, project);
  const rolesOf = (of: UserId) => members.filter(({ user }) => user === of).map(({ role }) => role);
  const seatable = members.filter(({ user }) => mayAttend(rolesOf(user)));
  return { queue: explained(queue, 'protocol-missing'), members: seatable, cases };
};
