/** Which two readers differ: the pairs that alone, without the others, would disagree in the same respect. */
import { caseDisagreement } from '#domain/agreement/disagreement.ts';
import type { PairApart } from '#domain/agreement/compared-case.ts';
import type { QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';

export const pairsApart =
  (protocol: ProtocolContent) =>
  ({ compared, disagreement }: QueuedDisagreement): PairApart['pair'][] => {
    if (!('group' in disagreement)) {
      const { reads } = compared;
      const pairs = reads.flatMap((a, i) => reads.slice(i + 1).map((b) => [a, b] as const));
      return pairs.flatMap(([a, b]) => (caseDisagreement([a, b], protocol) ? [[a.id, b.id] as const] : []));
    }
    const { group, kind } = disagreement;
    return (compared.apart.get(group) ?? []).flatMap(({ pair, kinds }) => (kinds.includes(kind) ? [pair] : []));
  };
