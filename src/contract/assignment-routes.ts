/** The routes by which a lead says who reads what. */
import {
  AppliedPlanSchema,
  DatesMovedSchema,
  DueSchema,
  EndingSchema,
  MovedDatesSchema,
  PlanSchema,
  ReaderNoteSchema,
} from './assignments.ts';
import type { RouteDescription } from './openapi.ts';

export const ASSIGNMENT_ROUTES: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/api/v1/projects/{project}/assignments/preview',
    summary: 'Who would read what by a plan, how many each, and how even it is. Asks nobody.',
    body: PlanSchema,
    refusals: ['protocol-missing', 'nothing-selected', 'plan-too-large'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/assignments',
    summary: 'How far each batch of reads is, reader by reader.',
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/assignments',
    summary: 'Apply the plan whose preview bore this digest: all of it or nothing.',
    body: AppliedPlanSchema,
    status: 201,
    refusals: ['protocol-missing', 'nothing-selected', 'plan-too-large', 'version-conflict'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/assignments/cases',
    summary: 'A page of cases with who reads them, behind the case with the number `?behind=`. Never what a read says.',
  },
  {
    method: 'patch',
    path: '/api/v1/projects/{project}/assignments/{batch}',
    summary: 'Set or lift the date of a batch.',
    body: DueSchema,
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/assignments/dates',
    summary:
      'Give what some readers have open in some batches another date, or none. What is submitted stays as it is.',
    body: MovedDatesSchema,
    answer: DatesMovedSchema,
    refusals: ['nothing-selected'],
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/reads/{read}/ending',
    summary: 'Withdraw a draft, or give the case to somebody else. What was written is kept.',
    body: EndingSchema,
    refusals: ['read-closed', 'protocol-missing'],
  },
  {
    method: 'put',
    path: '/api/v1/projects/{project}/readers/{user}',
    summary: 'Note where a reader works and which kinds of cases they may be given.',
    body: ReaderNoteSchema,
  },
];
