/** The routes of the protocol stage. */
import type { RouteDescription } from './openapi.ts';
import { SeriesImagesSchema } from './images.ts';
import { CodeListSchema, DraftStepSchema, ExampleCaseSchema, PublicationSchema } from './protocol.ts';

export const PROTOCOL_ROUTES: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/projects/{project}/protocol',
    summary: 'The published protocol: version, hash, content, and the JSON Schemas of its answers.',
    refusals: ['protocol-missing'],
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/protocol',
    summary: 'Publish the next version of the protocol. It is frozen from then on.',
    body: PublicationSchema,
    status: 201,
    refusals: ['protocol-invalid', 'version-conflict'],
  },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/protocol/draft',
    summary: 'Publish the draft that people write together, or say from which version it goes on.',
    body: DraftStepSchema,
    refusals: ['protocol-invalid', 'version-conflict', 'draft-superseded', 'unsynced-edits'],
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/protocol/codes',
    summary: 'The coded terms the project has brought along, for whoever writes its protocol.',
    answer: CodeListSchema,
  },
  {
    method: 'put',
    path: '/api/v1/projects/{project}/protocol/codes',
    summary: 'Keep a list of coded terms in the place of the one before.',
    body: CodeListSchema,
  },
  {
    method: 'get',
    path: '/api/v1/projects/{project}/protocol/draft/cases/{case}',
    summary: 'Whether a case, named by id or number, can be shown as an example, and what was decided about it.',
    answer: ExampleCaseSchema,
  },
  {
    method: 'get',
    path: '/api/v1/examples/{sop}/{frame}',
    summary: 'One image that a published protocol shows as an example, as a series of one.',
    answer: SeriesImagesSchema,
  },
];
