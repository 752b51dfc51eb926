/** Every route of `/api/v1`, for the OpenAPI description. Each stage adds its own list here. */
import { ACCESS_ROUTES } from './access-routes.ts';
import type { RouteDescription } from './openapi.ts';

export const API_ROUTES: readonly RouteDescription[] = [
  { method: 'get', path: '/api/v1/openapi.json', summary: 'This description.' },
  ...ACCESS_ROUTES,
];
