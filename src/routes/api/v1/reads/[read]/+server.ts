import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  answer(services().reading.workspace(actorOf(event), idOf<ReadId>(event.params.read)));
