/**
 * Which disagreements panels have before them or have settled: an item is about the lesion whose marks stand in it, or about what
 * the reads in it answered for the case as a whole.
 */
import type { QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { CaseId, SessionId } from '#domain/kernel/id.ts';

/** One item of a session, as far as agreement has to know of the later stage. */
export interface AgendaUse {
  readonly session: SessionId;
  readonly title: string;
  readonly case: CaseId;
  /** Ids of the lesions that readers drew there; of a case as a whole, of its reads. */
  readonly about: ReadonlySet<string>;
  /** `settled`: sealed, whatever came of it; an unresolved item is a result as well. */
  readonly state: 'on-agenda' | 'settled';
}

type About = Pick<QueuedDisagreement, 'case' | 'compared' | 'disagreement'>;

/** What is before a panel comes first, then the newest seal. An item left open in a session that is closed is none. */
export function usesIn(newestFirst: readonly AgendaUse[]): (one: About) => AgendaUse | undefined {
  const byCase = Map.groupBy(newestFirst, (use) => use.case);
  return (one) => {
    const subject = subjectOf(one);
    const found = (byCase.get(one.case) ?? []).filter(({ about }) => subject.some((id) => about.has(id)));
    return found.find(({ state }) => state === 'on-agenda') ?? found[0];
  };
}

const subjectOf = ({ compared, disagreement }: About): string[] =>
  'group' in disagreement ? disagreement.group.seen.map(({ lesion }) => lesion.id) : compared.reads.map(({ id }) => id);
