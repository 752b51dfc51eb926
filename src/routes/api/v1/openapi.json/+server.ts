import { json } from '@sveltejs/kit';
import { openApi } from '#contract/openapi.ts';
import { API_ROUTES } from '#contract/routes.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = () => json(openApi(API_ROUTES));
