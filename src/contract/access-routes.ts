/** The routes of the access stage. */
import { NewAccessToken, NewInvitation, NewProject, ShownTicket } from './access.ts';
import type { RouteDescription } from './openapi.ts';

export const ACCESS_ROUTES: readonly RouteDescription[] = [
  { method: 'get', path: '/api/v1/projects', summary: 'The projects you belong to.' },
  { method: 'post', path: '/api/v1/projects', summary: 'Create a project and lead it.', body: NewProject, status: 201 },
  { method: 'get', path: '/api/v1/projects/{project}/people', summary: 'Who belongs to the project, and as what.' },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/invitations',
    summary: 'Invite somebody by a link that works once. Its token is shown only now.',
    body: NewInvitation,
    status: 201,
  },
  { method: 'get', path: '/api/v1/tokens', summary: 'Your personal access tokens in force, without their text.' },
  {
    method: 'post',
    path: '/api/v1/tokens',
    summary: 'Create a personal access token. Its text is shown only now.',
    body: NewAccessToken,
    status: 201,
  },
  { method: 'delete', path: '/api/v1/tokens/{token}', summary: 'Revoke one of your personal access tokens.' },
  {
    method: 'post',
    path: '/api/v1/tickets',
    summary: 'A ticket for one WebSocket below /collab/y: works once, for a minute.',
    answer: ShownTicket,
    status: 201,
    refusals: ['rate-limited'],
  },
];
