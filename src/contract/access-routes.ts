/** The routes of the access stage. */
import * as v from 'valibot';
import { GuestLine, NewGuest, ShownGuestLink } from './guests.ts';
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
  {
    method: 'get',
    path: '/api/v1/sessions/{id}/guests',
    summary: 'Who was invited into the session as a guest, for its chair and the leads of its project.',
    answer: v.array(GuestLine),
  },
  {
    method: 'post',
    path: '/api/v1/sessions/{id}/guests',
    summary: 'Invite a guest into this session by a link that works once. Its token is shown only now.',
    body: NewGuest,
    answer: ShownGuestLink,
    status: 201,
    refusals: ['session-closed'],
  },
  {
    method: 'delete',
    path: '/api/v1/sessions/{id}/guests/{guest}',
    summary: 'Withdraw a guest: a link that nobody used stops working, a guest who is in has to leave at once.',
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
