/** Which disagreements panels have before them or have settled: an item is about the lesion whose marks stand in it. */
import type { QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { CaseId, SessionId } from '#domain/kernel/id.ts';

/** One item of a session, as far as agreement has to know of the later stage. */
export interface AgendaUse {
  readonly session: SessionId;
  readonly title: string;
  readonly case: CaseId;
  /** Ids of the lesions that readers drew there. */
  readonly lesions: ReadonlySet<string>;
  /** `settled`: sealed, whatever came of it; an unresolved item is a result as well. */
  readonly state: 'on-agenda' | 'settled';
}

type About = Pick<QueuedDisagreement, 'case' | 'disagreement'>;

/** What is before a panel comes first, then the newest seal. An item left open in a session that is closed is none. */
export function usesIn(newestFirst: readonly AgendaUse[]): (one: About) => AgendaUse | undefined {
  const byCase = Map.groupBy(newestFirst, (use) => use.case);
  return ({ case: one, disagreement }) => {
    if (!('group' in disagreement)) return undefined;
    const drawn = disagreement.group.seen.map(({ lesion }) => lesion.id);
    const about = (byCase.get(one) ?? []).filter(({ lesions }) => drawn.some((lesion) => lesions.has(lesion)));
    return about.find(({ state }) => state === 'on-agenda') ?? about[0];
  };
}
