/** What rules of the protocol resolved without people, as it leaves with an export. */
import type { CaseId } from '#domain/kernel/id.ts';
import type { RecordedResolution } from '#server/agreement/resolutions.ts';

/** `by` and `discussed` say it in so many words: no person decided. Which reads were counted is left out where they go under aliases. */
export type ExportedResolution = Omit<RecordedResolution, 'reads'> &
  Partial<Pick<RecordedResolution, 'reads'>> & { readonly by: 'rule'; readonly discussed: false };

export const exportedResolutions = (
  recorded: readonly RecordedResolution[],
  underAliases: ReadonlySet<CaseId>,
): ExportedResolution[] =>
  recorded.map(({ reads, ...resolution }) => ({
    ...resolution,
    ...([...underAliases].some((id) => id === resolution.case) ? {} : { reads }),
    ...({ by: 'rule', discussed: false } as const),
  }));
