import { SubmissionSchema } from '#contract/reading.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const submission = await body(SubmissionSchema, event);
  return answer(await services().reading.submit(actorOf(event), idOf<ReadId>(event.params.read), submission));
};
