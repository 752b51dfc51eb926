/** All disagreements of a project in one order: what costs most comes first, and the order is the same for everybody. */
import type { CaseId } from '../kernel/id.ts';
import { DISAGREEMENT_KINDS, type DisagreementKind } from '../plan/disagreement-kind.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { ComparedCase } from './compared-case.ts';
import { caseDisagreement, type CaseDisagreement, type Disagreement } from './disagreement.ts';
import { costOf, type DisagreementCost } from './disagreement-cost.ts';
import { resolutionOf, type Resolution } from './resolution.ts';

export interface QueuedDisagreement<Case extends ComparedCase = ComparedCase> {
  readonly case: CaseId;
  /** The reads that differ; one case may have been read in several rounds. */
  readonly compared: Case;
  readonly disagreement: Disagreement | CaseDisagreement;
  readonly cost: DisagreementCost;
  /** What the protocol makes of it by itself; undefined where people settle it. */
  readonly resolution: Resolution | undefined;
}

/** Equal costs stand in the order of the kinds, then of cases and lesions by their ids. */
export function disagreementQueue<Case extends ComparedCase>(
  cases: readonly Case[],
  protocol: ProtocolContent,
): QueuedDisagreement<Case>[] {
  const all = cases.flatMap((compared): QueuedDisagreement<Case>[] => {
    const { case: id, reads, disagreements } = compared;
    const ofCase = caseDisagreement(reads, protocol);
    const found = [...disagreements, ...(ofCase ? [ofCase] : [])];
    return found.map((disagreement) => ({
      case: id,
      compared,
      disagreement,
      cost: costOf(disagreement, protocol),
      resolution: resolutionOf(disagreement, protocol.agreement),
    }));
  });
  return all.sort(
    (a, b) =>
      b.cost.value - a.cost.value ||
      placeOf(a.disagreement.kind) - placeOf(b.disagreement.kind) ||
      (textOf(a) < textOf(b) ? -1 : 1),
  );
}

const placeOf = (kind: DisagreementKind): number => DISAGREEMENT_KINDS.indexOf(kind);

const textOf = ({ case: id, disagreement }: QueuedDisagreement): string =>
  `${id} ${'group' in disagreement ? disagreement.group.id : ''}`;
