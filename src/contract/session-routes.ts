/** The routes of the session stage. */
import { SessionCommandAnswerSchema, SessionCommandBodySchema } from './session-command.ts';
import type { RouteDescription } from './openapi.ts';

export const SESSION_ROUTES: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/sessions/{id}',
    summary: 'What you may see of the session now: the record everybody sees, and your own seat.',
  },
  {
    method: 'post',
    path: '/api/v1/sessions/{id}/commands',
    summary: 'One command of the session. Repeating it with the same commandId gives the first answer.',
    body: SessionCommandBodySchema,
    answer: SessionCommandAnswerSchema,
    refusals: [
      'not-joined',
      'session-not-open',
      'session-closed',
      'wrong-phase',
      'item-not-current',
      'item-open',
      'nobody-to-vote',
      'voting-closed',
      'not-eligible',
      'invalid-ballot',
      'reason-required',
      'ballots-missing',
      'further-round-due',
      'no-round-left',
      'cause-required',
      'casting-vote-refused',
      'not-in-protocol',
      'already-presenting',
      'version-conflict',
    ],
  },
];
