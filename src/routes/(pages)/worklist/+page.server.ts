import { WorklistQuerySchema } from '#contract/worklist.ts';
import { actorOf, query } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = actorOf(event);
  const { reading, access } = services();
  const asked = query(WorklistQuerySchema, event.url);
  const projects = (await access.projectsOf(actor)).map(({ id, name }) => ({ id, name }));
  const next = reading.worklist(actor).find((line) => line.state === 'draft')?.read ?? null;
  return {
    first: reading.worklistPage(actor, asked),
    batches: reading.ownBatches(actor),
    projects,
    query: asked,
    next,
  };
};
