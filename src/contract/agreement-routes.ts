/** The routes of the agreement stage, with the sessions that are made of disagreements. */
import { ScheduleSchema } from './agreement.ts';
import type { RouteDescription } from './openapi.ts';

export const AGREEMENT_ROUTES: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/projects/{project}/agreement/figures',
    summary: 'Figures of agreement over the cases whose blind set you are not part of, with what they were made of.',
    refusals: ['protocol-missing'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/disagreements',
    summary: 'What the readers of the same cases differ in, what costs most first, and what became of it.',
    refusals: ['protocol-missing'],
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/disagreements/resolutions',
    summary: 'Record what the rules of the protocol resolve without people.',
    refusals: ['protocol-missing'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/sessions',
    summary: 'The sessions of the project.',
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/sessions',
    summary: 'Schedule a session about chosen disagreements, or about those of the chosen cases.',
    body: ScheduleSchema,
    status: 201,
    refusals: ['adjudicates-own-case', 'no-disagreements', 'protocol-missing', 'disagreement-gone'],
  },
];
