/** What fails in the browser without being a refusal: mostly a part of the program, or of a page, that could not be fetched. */
import type { HandleClientError } from '@sveltejs/kit';

export const handleError: HandleClientError = ({ error }) => {
  console.error(error);
  return { message: 'A part of this page could not be loaded. What was saved before is kept. Please try again.' };
};
