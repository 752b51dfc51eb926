import { idOf } from '#domain/kernel/id.ts';
import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { AccessTokenId } from '#server/store/people.ts';
import type { RequestHandler } from './$types';

export const DELETE: RequestHandler = async (event) =>
  answer(await services().access.revokeToken(actorOf(event), idOf<AccessTokenId>(event.params.token)));
