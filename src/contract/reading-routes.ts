/** The routes of the reading stage. */
import type { RouteDescription } from './openapi.ts';
import { AssignmentSchema, SubmissionSchema } from './reading.ts';

export const READING_ROUTES: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/reads',
    summary:
      'A page of your own reads in their order; `?state=`, `project`, `batch`, `due`, `number` and `after` narrow it.',
  },
  {
    method: 'get',
    path: '/api/v1/reads/{read}',
    summary: 'Everything the reader needs for one own read.',
    refusals: ['case-not-ready', 'protocol-missing'],
  },
  {
    method: 'post',
    path: '/api/v1/reads/{read}/submission',
    summary: 'Submit an own read. It is frozen from then on.',
    body: SubmissionSchema,
    refusals: ['unsynced-edits', 'read-closed', 'protocol-stale', 'missing-fields', 'invalid-read'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/reads',
    summary: 'Which reads there are and which are in. Never what they say.',
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/reads',
    summary: 'Ask readers to read cases. Reads that exist already are left alone.',
    body: AssignmentSchema,
    status: 201,
    refusals: ['protocol-missing', 'nothing-selected', 'case-not-ready'],
  },
];
