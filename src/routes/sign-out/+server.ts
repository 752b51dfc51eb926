import { services } from '#lib/server/services.ts';
import type { RequestHandler } from './$types';

/** Browsers forget everything of ours: drafts, images, cookies. */
export const POST: RequestHandler = async ({ request }) => {
  await services().access.signOut(request.headers);
  const headers = { Location: '/sign-in', 'Clear-Site-Data': '"cache", "cookies", "storage"' };
  return new Response(null, { status: 303, headers });
};
