import { answer } from '#lib/server/answer.ts';
import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

/** The database takes writes. */
export const GET: RequestHandler = () => answer(services().readiness());
