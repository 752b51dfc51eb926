import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { actorOf, answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
  answer(services().ingest.confirmLook(actorOf(event), idOf<CaseId>(event.params.case)));
