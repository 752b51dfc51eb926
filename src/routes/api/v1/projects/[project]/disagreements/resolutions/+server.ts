import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) =>
  answer(await services().agreement.applyRules(actorOf(event), idOf<ProjectId>(event.params.project)));
