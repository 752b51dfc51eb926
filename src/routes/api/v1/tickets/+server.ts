import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
  answer(services().access.makeTicket(actorOf(event), event.request.headers), 201);
