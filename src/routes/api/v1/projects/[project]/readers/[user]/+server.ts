import { ReaderNoteSchema } from '#contract/assignments.ts';
import { idOf, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = async (event) => {
  const note = await body(ReaderNoteSchema, event);
  const of = { project: idOf<ProjectId>(event.params.project), user: idOf<UserId>(event.params.user) };
  return answer(services().assignment.note(actorOf(event), of, note));
};
