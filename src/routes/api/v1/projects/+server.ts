import { NewProject } from '#contract/access.ts';
import { ok } from '#domain/kernel/result.ts';
import { actorOf, answer, body } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => answer(ok(await services().access.projectsOf(actorOf(event))));

export const POST: RequestHandler = async (event) =>
  answer(await services().access.createProject(actorOf(event), await body(NewProject, event)), 201);
