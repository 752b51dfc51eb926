/** Which two readers differ: the pairs that alone, without the others, would disagree in the same respect. */
import { caseDisagreement, disagreementsAbout } from '#domain/agreement/disagreement.ts';
import type { QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import type { ReadId } from '#domain/kernel/id.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';

type Pair = readonly [ReadId, ReadId];
type Apart = { readonly pair: Pair; readonly kinds: readonly DisagreementKind[] };

/** Each lesion is asked once, however many disagreements it has: comparing surfaces takes long. */
export function pairsApart(protocol: ProtocolContent): (one: QueuedDisagreement) => Pair[] {
  const known = new Map<LesionGroup, readonly Apart[]>();
  return ({ compared, disagreement }) => {
    if (!('group' in disagreement)) {
      const { reads } = compared;
      return pairsIn(reads).flatMap(([a, b]) => (caseDisagreement([a, b], protocol) ? [[a.id, b.id] as const] : []));
    }
    const { group, kind } = disagreement;
    const apart = known.get(group) ?? apartIn(group, protocol);
    known.set(group, apart);
    return apart.flatMap(({ pair, kinds }) => (kinds.includes(kind) ? [pair] : []));
  };
}

function apartIn(group: LesionGroup, protocol: ProtocolContent): Apart[] {
  const readers = [...group.seen.map(({ read }) => read), ...group.unmarked];
  return pairsIn(readers).map((pair) => {
    const seen = group.seen.filter(({ read }) => pair.includes(read));
    const unmarked = group.unmarked.filter((read) => pair.includes(read));
    const differ = seen.length === 0 ? [] : disagreementsAbout({ ...group, seen, unmarked }, protocol);
    return { pair, kinds: differ.map(({ kind }) => kind) };
  });
}

const pairsIn = <T>(all: readonly T[]): (readonly [T, T])[] =>
  all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
