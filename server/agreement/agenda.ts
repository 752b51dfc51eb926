/**
 * What comes before a panel. Whoever read a case, or sits over it, may schedule a session about it and must not learn from the
 * answer whether its reads differ: a case that is named always comes before the panel, where its reads agree as a control.
 */
import type { CaseId } from '#domain/kernel/id.ts';
import { votedCaseFields } from '#domain/agreement/answer-difference.ts';
import { disagreementsIn } from '#domain/agreement/compared-case.ts';
import { caseDisagreement } from '#domain/agreement/disagreement.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import type { SeenLesion } from '#domain/agreement/seen-lesion.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Comparison } from './comparison.ts';
import type { Named } from './disagreement-id.ts';

/** What a later stage makes an item of a session of: one place of one case, or the case as a whole. */
export type AgendaItem = LesionItem | CaseItem;

export interface LesionItem {
  readonly comparison: Comparison;
  /** Id of the finding in question. */
  readonly finding: string;
  /** What each reader drew there; empty where nobody marked anything in the case. */
  readonly seen: readonly SeenLesion[];
  /** Empty for a control. */
  readonly kinds: readonly DisagreementKind[];
}

/** What was answered for the case, about no lesion of it. */
export interface CaseItem {
  readonly comparison: Comparison;
  readonly finding: null;
  /** Ids of the fields that were answered differently, without those a rule has spoken about; empty for a control. */
  readonly fields: readonly string[];
  readonly kinds: readonly DisagreementKind[];
}

export interface Rules {
  readonly protocol: ProtocolContent;
  /** Whether a rule of the protocol has resolved it: such a disagreement alone brings nothing before a panel. */
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
    return named.flatMap((one) => aboutNamed(sets.get(one) ?? [], rules, isInside));
  }
  const items = comparisons.flatMap((comparison) => disputedIn(comparison, rules));
  return items.length > 0 ? items : controlIn(comparisons.filter(isInside), rules);
}

/** What stands before the panel of one lesion: everything in which its readers differ and no rule has spoken. */
export function itemAbout(comparison: Comparison, group: LesionGroup, { isResolved }: Rules): LesionItem {
  const kinds = disagreementsIn(comparison, group)
    .filter((disagreement) => !isResolved({ case: comparison.case, compared: comparison, disagreement }))
    .map(({ kind }) => kind);
  return { comparison, finding: group.finding, seen: group.seen, kinds };
}

/** The same of the case as a whole. Undefined where the protocol has no field of the case that a panel can vote on. */
export function itemAboutCase(comparison: Comparison, { protocol, isResolved }: Rules): CaseItem | undefined {
  if (votedCaseFields(protocol).length === 0) return undefined;
  const disagreement = caseDisagreement(comparison.reads, protocol);
  const isOpen = disagreement && !isResolved({ case: comparison.case, compared: comparison, disagreement });
  const fields = isOpen ? disagreement.differences.map(({ about }) => about) : [];
  return { comparison, finding: null, fields, kinds: fields.length > 0 ? ['field'] : [] };
}

/** A panel that votes on none of the fields in question would settle nothing of them. */
export const isPutToVote = (fields: readonly string[], protocol: ProtocolContent): boolean =>
  votedCaseFields(protocol).some(({ id }) => fields.includes(id));

/** Lesions all readers see alike; in a case in which nobody marked anything, the case. */
export function agreedIn(comparison: Comparison, { findings }: ProtocolContent): LesionItem[] {
  const [first] = findings;
  if (comparison.groups.length === 0 && first) return [{ comparison, finding: first.id, seen: [], kinds: [] }];
  return comparison.groups
    .filter((group) => disagreementsIn(comparison, group).length === 0)
    .map(({ finding, seen }) => ({ comparison, finding, seen, kinds: [] }));
}

/** The case as a whole where everybody answered the same for it. */
export function agreedAnswersIn(comparison: Comparison, protocol: ProtocolContent): CaseItem[] {
  const item = itemAboutCase(comparison, { protocol, isResolved: () => false });
  return item?.fields.length === 0 ? [item] : [];
}

const disputedIn = (comparison: Comparison, rules: Rules): AgendaItem[] => [
  ...disputedLesionsIn(comparison, rules),
  ...disputedAnswersIn(comparison, rules),
];

const disputedLesionsIn = (comparison: Comparison, rules: Rules): LesionItem[] =>
  comparison.groups.map((group) => itemAbout(comparison, group, rules)).filter(({ kinds }) => kinds.length > 0);

function disputedAnswersIn(comparison: Comparison, rules: Rules): CaseItem[] {
  const item = itemAboutCase(comparison, rules);
  return item && isPutToVote(item.fields, rules.protocol) ? [item] : [];
}

/**
 * Whoever is inside would learn from the sort of item that it is the answers in which the reads differ, or that it is not: for
 * them the case as a whole is always an item, and some place of it another.
 * @param sets all comparisons of one case
 */
function aboutNamed(sets: readonly Comparison[], rules: Rules, isInside: Choice['isInside']): AgendaItem[] {
  const lesions = sets.flatMap((comparison) => disputedLesionsIn(comparison, rules));
  const answers = sets.flatMap((comparison) => disputedAnswersIn(comparison, rules));
  if (!sets.some(isInside))
    return lesions.length + answers.length > 0 ? [...lesions, ...answers] : controlIn(sets, rules);
  const [first] = sets;
  const asked = first && itemAboutCase(first, { ...rules, isResolved: () => false });
  return [
    ...(lesions.length > 0 ? lesions : controlIn(sets, rules)),
    ...(answers.length > 0 || !asked ? answers : [asked]),
  ];
}

/** A lesion everybody sees alike; where rules have resolved all of them, the first of those. */
function controlIn([comparison]: readonly Comparison[], { protocol }: Rules): LesionItem[] {
  if (!comparison) return [];
  const agreed = agreedIn(comparison, protocol).slice(0, 1);
  const [group] = comparison.groups;
  if (agreed.length > 0 || !group) return agreed;
  return [itemAbout(comparison, group, { protocol, isResolved: () => false })];
}
