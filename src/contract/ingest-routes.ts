/** The routes of the ingest stage. */
import { CaseImagesSchema } from './images.ts';
import { ContextSchema, ExclusionSchema, ImportReportSchema } from './ingest.ts';
import type { RouteDescription } from './openapi.ts';

export const INGEST_ROUTES: readonly RouteDescription[] = [
  { method: 'get', path: '/api/v1/projects/{project}/cases', summary: 'The cases of the project and their states.' },
  {
    method: 'post',
    path: '/api/v1/projects/{project}/files',
    summary:
      'Import one DICOM file or one zip; the body is the file. Each file of it is admitted or named with a reason.',
    answer: ImportReportSchema,
    refusals: ['body-too-large', 'unreadable-archive', 'nothing-imported'],
  },
  {
    method: 'get',
    path: '/api/v1/cases/{case}/images',
    summary: 'Series, frames and digests of a case, for a viewer.',
    answer: CaseImagesSchema,
  },
  {
    method: 'post',
    path: '/api/v1/cases/{case}/look',
    summary: 'Confirm that somebody looked at every image and found no identity in the pixels.',
    refusals: ['look-not-needed'],
  },
  {
    method: 'post',
    path: '/api/v1/cases/{case}/exclusion',
    summary: 'Exclude the case, with a reason.',
    body: ExclusionSchema,
  },
  {
    method: 'put',
    path: '/api/v1/cases/{case}/context',
    summary: 'Replace the clinical context of the case.',
    body: ContextSchema,
  },
];
