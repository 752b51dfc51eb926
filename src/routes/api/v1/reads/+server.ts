import { WorklistQuerySchema } from '#contract/worklist.ts';
import { ok } from '#domain/kernel/result.ts';
import { actorOf, answer, query } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  answer(ok(services().reading.worklistPage(actorOf(event), query(WorklistQuerySchema, event.url))));
