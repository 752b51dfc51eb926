/**
 * What comes before a panel. Whoever read a case, or sits over it, may schedule a session about it and must not learn from the
 * answer whether its reads differ: a case that is named always comes before the panel, where its reads agree as a control.
 */
import type { CaseId } from '#domain/kernel/id.ts';
import { disagreementsAbout } from '#domain/agreement/disagreement.ts';
import type { SeenLesion } from '#domain/agreement/seen-lesion.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Comparison } from './comparison.ts';

/** One place of one case; a later stage makes an item of a session of it. */
export interface AgendaItem {
  readonly comparison: Comparison;
  /** Id of the finding in question. */
  readonly finding: string;
  /** What each reader drew there; empty where nobody marked anything in the case. */
  readonly seen: readonly SeenLesion[];
  /** Empty for a control. */
  readonly kinds: readonly DisagreementKind[];
}

export interface Choice {
  /** None: every case that has a disagreement. */
  readonly named: readonly CaseId[];
  /** Whether who schedules must learn nothing of this case. */
  readonly isInside: (comparison: Comparison) => boolean;
}

/** Empty only where whoever schedules may know that the reads agree, or where nothing can be compared. */
export function agendaOf(
  comparisons: readonly Comparison[],
  protocol: ProtocolContent,
  { named, isInside }: Choice,
): AgendaItem[] {
  if (named.length > 0) {
    const sets = Map.groupBy(comparisons, (comparison) => comparison.case);
    return named.flatMap((one) => orControl(sets.get(one) ?? [], protocol));
  }
  const items = comparisons.flatMap((comparison) => disputed(comparison, protocol));
  return items.length > 0 ? items : orControl(comparisons.filter(isInside), protocol);
}

function orControl(comparisons: readonly Comparison[], protocol: ProtocolContent): AgendaItem[] {
  const items = comparisons.flatMap((comparison) => disputed(comparison, protocol));
  const [first] = comparisons;
  return items.length > 0 || !first ? items : control(first, protocol);
}

const disputed = (comparison: Comparison, protocol: ProtocolContent): AgendaItem[] =>
  comparison.groups.flatMap((group) => {
    const kinds = disagreementsAbout(group, protocol).map(({ kind }) => kind);
    return kinds.length > 0 ? [{ comparison, finding: group.finding, seen: group.seen, kinds }] : [];
  });

/** A lesion everybody sees alike; where there is none, a place nobody marked. */
function control(comparison: Comparison, { findings }: ProtocolContent): AgendaItem[] {
  const [group] = comparison.groups;
  const finding = group?.finding ?? findings[0]?.id;
  return finding === undefined ? [] : [{ comparison, finding, seen: group?.seen ?? [], kinds: [] }];
}
