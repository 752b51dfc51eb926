import { initialsOf } from '#domain/access/actor.ts';
import { services } from '#lib/server/services.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { actor } }) => ({
  user: actor && { id: actor.user, name: actor.name, initials: initialsOf(actor.name) },
  demo: services().access.isDemo(),
});
