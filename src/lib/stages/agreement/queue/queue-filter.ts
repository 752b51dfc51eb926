/** Which part of the queue is on screen. An empty choice leaves everything in. */
import type { DisagreementQueue, QueueEntry, QueueState } from '#contract/disagreements.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';

export interface QueueFilter {
  readonly state: QueueState | '';
  readonly kind: DisagreementKind | '';
  readonly finding: string;
  /** `1 2`: the names of two readers of this look. */
  readonly pair: string;
  /** Ids of cases. */
  readonly cases: readonly string[];
}

export const EVERYTHING: QueueFilter = { state: '', kind: '', finding: '', pair: '', cases: [] };

/** What a lead comes for: what is still to be settled. */
export const STILL_OPEN: QueueFilter = { ...EVERYTHING, state: 'open' };

/** About no lesion. */
export const WHOLE_CASE = 'the whole case';

export const filtered = (entries: readonly QueueEntry[], filter: QueueFilter): QueueEntry[] =>
  entries.filter(
    ({ status, kind, lesion, pairs, case: one }) =>
      (filter.state === '' || status.state === filter.state) &&
      (filter.kind === '' || kind === filter.kind) &&
      (filter.finding === '' || (lesion?.finding ?? WHOLE_CASE) === filter.finding) &&
      (filter.pair === '' || pairs.some((pair) => pairKey(pair) === filter.pair)) &&
      (filter.cases.length === 0 || filter.cases.some((id) => id === one)),
  );

export const pairKey = (pair: readonly [string, string]): string => pair.toSorted().join(' ');

export const pairsOf = ({ readers }: Pick<DisagreementQueue, 'readers'>): [string, string][] =>
  readers.flatMap((a, i) => readers.slice(i + 1).map((b): [string, string] => [a, b]));

export const findingsOf = (entries: readonly QueueEntry[]): string[] =>
  [...new Set(entries.map(({ lesion }) => lesion?.finding ?? WHOLE_CASE))].sort();

export const casesOf = (entries: readonly QueueEntry[]): { readonly id: string; readonly alias: string }[] =>
  [...new Map(entries.map(({ case: id, alias }) => [String(id), { id: String(id), alias }])).values()].sort((a, b) =>
    a.alias.localeCompare(b.alias, 'en', { numeric: true }),
  );

/** What is before a panel already, or resolved, is not put before a second one. */
export const canBeChosen = ({ votedOn, status: { state } }: QueueEntry): boolean =>
  votedOn && (state === 'open' || state === 'settled');
