/** Which of the problems found at submitting belong to which card and field. */
import type { Problem } from '#domain/reading/submission.ts';
import { problemsIn } from './submission-request.ts';
import type { Closing } from './read-desk.svelte.ts';

/** @param lesion undefined asks for the problems of the case's own fields. */
export const problemsOf = (closing: Closing, lesion: string | undefined): readonly Problem[] =>
  allProblems(closing).filter((problem) => problem.lesion === lesion);

export function allProblems(closing: Closing): readonly Problem[] {
  switch (closing.step) {
    case 'problems':
      return closing.problems;
    case 'refused':
      return problemsIn(closing.refused);
    default:
      return [];
  }
}

/** The sentence for one field, or null. */
export const missing = (problems: readonly Problem[], field: string): string | null =>
  problems.find((problem) => problem.field === field)?.text ?? null;
