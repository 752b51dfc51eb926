import { actorOf } from '#lib/server/answer.ts';
import { homeOf } from '#lib/server/overview.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ home: await homeOf(actorOf(event)) });
