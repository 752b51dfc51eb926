/** The routes of the record stage. */
import type { RouteDescription } from './openapi.ts';
import { ReplaySchema } from './replay.ts';

export const RECORD_ROUTES: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/sessions/{id}/replay',
    summary: 'What everybody in the room saw, from the opening to the close. Each look is an event of the ledger.',
    answer: ReplaySchema,
    refusals: ['session-not-closed', 'inside-blind-set'],
  },
];
