/** The routes of the reading stage. */
import {
  NewExcuseSchema,
  NewFlagSchema,
  NewReleaseSchema,
  SettlementSchema,
  SpentTimeSchema,
  WithholdingSchema,
} from './reports.ts';
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
    method: 'post',
    path: '/api/v1/reads/{read}/flags',
    summary:
      'Tell the lead that something is wrong with the case. A possible identity withholds its images until somebody looked.',
    body: NewFlagSchema,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/v1/reads/{read}/excuse',
    summary: 'Say that you cannot read this case. The read ends, its draft is kept, the lead may ask somebody else.',
    body: NewExcuseSchema,
    refusals: ['read-closed'],
  },
  {
    method: 'post',
    path: '/api/v1/reads/{read}/time',
    summary: 'Tell how long one window was at an own draft, all of it, in seconds. Telling it again changes nothing.',
    body: SpentTimeSchema,
    refusals: ['read-closed'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/reports',
    summary:
      'What readers flagged and why they excused themselves. No words of others about cases that you have to judge too.',
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/reports/{flag}',
    summary: 'Say what was done about a flag.',
    body: SettlementSchema,
    refusals: ['version-conflict'],
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/withheld',
    summary: 'Let cases in again that readers withheld because of a possible identity, and say why.',
    body: NewReleaseSchema,
    refusals: ['version-conflict'],
  },
  {
    method: 'put',
    path: '/api/v1/projects/{project}/withheld/{user}',
    summary: 'Whether a possible identity that this reader flags withholds the images, or only tells.',
    body: WithholdingSchema,
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
