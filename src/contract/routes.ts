/** Every route of `/api/v1`, for the OpenAPI description. Each stage adds its own list here. */
import { ACCESS_ROUTES } from './access-routes.ts';
import { ASSIGNMENT_ROUTES } from './assignment-routes.ts';
import { AGREEMENT_ROUTES } from './agreement-routes.ts';
import { INGEST_ROUTES } from './ingest-routes.ts';
import type { RouteDescription } from './openapi.ts';
import { PROTOCOL_ROUTES } from './protocol-routes.ts';
import { READING_ROUTES } from './reading-routes.ts';
import { RECORD_ROUTES } from './replay-routes.ts';
import { SESSION_ROUTES } from './session-routes.ts';

export const API_ROUTES: readonly RouteDescription[] = [
  { method: 'get', path: '/api/v1/openapi.json', summary: 'This description.' },
  ...ACCESS_ROUTES,
  ...INGEST_ROUTES,
  ...PROTOCOL_ROUTES,
  ...READING_ROUTES,
  ...ASSIGNMENT_ROUTES,
  ...AGREEMENT_ROUTES,
  ...SESSION_ROUTES,
  ...RECORD_ROUTES,
];
