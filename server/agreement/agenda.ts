/**
 * What comes before a panel. Whoever read a case, or sits over it, may schedule a session about it and must not learn from the
 * answer whether its reads differ: a case that is named always comes before the panel, where its reads agree as a control.
 */
import type { CaseId } from '#domain/kernel/id.ts';
import { disagreementsIn } from '#domain/agreement/compared-case.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import type { SeenLesion } from '#domain/agreement/seen-lesion.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Comparison } from './comparison.ts';
import type { Named } from './disagreement-id.ts';

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

export interface Rules {
  readonly protocol: ProtocolContent;
  /** Whether a rule of the protocol has resolved it: such a disagreement alone brings no lesion before a panel. */
  readonly isResolved: (one: Named) => boolean;
}

export interface Choice {
  /** None: every case that has a disagreement. */
  readonly named: readonly CaseId[];
  /** Whether who schedules must learn nothing of this case. */
  readonly isInside: (comparison: Comparison) => boolean;
}

/** Empty only where whoever schedules may know that the reads agree, or where nothing can be compared. */
export function agendaOf(comparisons: readonly Comparison[], rules: Rules, { named, isInside }: Choice): AgendaItem[] {
  if (named.length > 0) {
    const sets = Map.groupBy(comparisons, (comparison) => comparison.case);
    return named.flatMap((one) => orControl(sets.get(one) ?? [], rules));
  }
  const items = comparisons.flatMap((comparison) => disputedIn(comparison, rules));
  return items.length > 0 ? items : orControl(comparisons.filter(isInside), rules);
}

/** What stands before the panel of one lesion: everything in which its readers differ and no rule has spoken. */
export function itemAbout(comparison: Comparison, group: LesionGroup, { isResolved }: Rules): AgendaItem {
  const kinds = disagreementsIn(comparison, group)
    .filter((disagreement) => !isResolved({ case: comparison.case, compared: comparison, disagreement }))
    .map(({ kind }) => kind);
  return { comparison, finding: group.finding, seen: group.seen, kinds };
}

/** Lesions all readers see alike; in a case in which nobody marked anything, the case. */
export function agreedIn(comparison: Comparison, { findings }: ProtocolContent): AgendaItem[] {
  const [first] = findings;
  if (comparison.groups.length === 0 && first) return [{ comparison, finding: first.id, seen: [], kinds: [] }];
  return comparison.groups
    .filter((group) => disagreementsIn(comparison, group).length === 0)
    .map(({ finding, seen }) => ({ comparison, finding, seen, kinds: [] }));
}

const disputedIn = (comparison: Comparison, rules: Rules): AgendaItem[] =>
  comparison.groups.map((group) => itemAbout(comparison, group, rules)).filter(({ kinds }) => kinds.length > 0);

function orControl(comparisons: readonly Comparison[], rules: Rules): AgendaItem[] {
  const items = comparisons.flatMap((comparison) => disputedIn(comparison, rules));
  const [first] = comparisons;
  return items.length > 0 || !first ? items : control(first, rules);
}

/** A lesion everybody sees alike; where rules have resolved all of them, the first of those. */
function control(comparison: Comparison, { protocol }: Rules): AgendaItem[] {
  const agreed = agreedIn(comparison, protocol).slice(0, 1);
  const [group] = comparison.groups;
  if (agreed.length > 0 || !group) return agreed;
  return [itemAbout(comparison, group, { protocol, isResolved: () => false })];
}
