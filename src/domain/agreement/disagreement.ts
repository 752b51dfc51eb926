/**
 * Where readers of one case differ, and in what: whether a lesion exists, which class it is, how large it is, where it lies, how
 * it is rated, what else is said about it. These are the items of an agenda; one lesion may be there in several respects.
 */
import type { GeometryOf } from '../geometry/extent.ts';
import type { ReadId } from '../kernel/id.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { SubmittedRead } from '../reading/read.ts';
import { caseDifferences, lesionDifferences, type AnswerDifference } from './answer-difference.ts';
import { extentDifference, type ExtentDifference } from './extent-difference.ts';
import { lesionGroups, type DrawnGroup, type LesionGroup } from './lesion-group.ts';
import { locationDifference, type LocationDifference } from './location-difference.ts';

export type Disagreement =
  | {
      readonly kind: 'existence';
      readonly group: LesionGroup;
      readonly marked: readonly ReadId[];
      readonly unmarked: readonly ReadId[];
    }
  | AnswerDisagreement<'class'>
  | AnswerDisagreement<'rating'>
  | AnswerDisagreement<'field'>
  | ({ readonly kind: 'extent'; readonly group: LesionGroup } & ExtentDifference)
  | ({ readonly kind: 'location'; readonly group: LesionGroup } & LocationDifference);

interface AnswerDisagreement<Kind extends string> {
  readonly kind: Kind;
  readonly group: LesionGroup;
  readonly differences: readonly AnswerDifference[];
}

/** About the case and no lesion of it: its fields were answered differently. */
export interface CaseDisagreement {
  readonly kind: 'field';
  readonly differences: readonly AnswerDifference[];
}

/** @param reads all reads of one case and round. Group after group; within a group existence first, fields last. */
export function disagreementsOf(
  reads: readonly SubmittedRead[],
  protocol: ProtocolContent,
  geometry: GeometryOf,
): Disagreement[] {
  return lesionGroups(reads, protocol, geometry).flatMap((group) => disagreementsAbout(group, protocol));
}

export function disagreementsAbout(group: DrawnGroup, protocol: ProtocolContent): Disagreement[] {
  const { class: classes, rating, field } = lesionDifferences(group.seen, protocol);
  const finding = protocol.findings.find((one) => one.id === group.finding);
  // What stands for a whole image is drawn anywhere in it: neither its place nor its size is a statement.
  const placed = finding?.granularity === undefined || finding.granularity === 'finding';
  const extent = placed ? extentDifference(group.seen, protocol.agreement) : undefined;
  const location = placed ? locationDifference(group.seen, protocol.agreement) : undefined;
  return [
    existence(group),
    classes.length > 0 ? { kind: 'class' as const, group, differences: classes } : undefined,
    extent && { kind: 'extent' as const, group, ...extent },
    location && { kind: 'location' as const, group, ...location },
    rating.length > 0 ? { kind: 'rating' as const, group, differences: rating } : undefined,
    field.length > 0 ? { kind: 'field' as const, group, differences: field } : undefined,
  ].filter((d) => d !== undefined);
}

export function caseDisagreement(
  reads: readonly SubmittedRead[],
  protocol: ProtocolContent,
): CaseDisagreement | undefined {
  const differences = caseDifferences(reads, protocol);
  return differences.length > 0 ? { kind: 'field', differences } : undefined;
}

function existence(group: LesionGroup): Disagreement | undefined {
  if (group.unmarked.length === 0) return undefined;
  return { kind: 'existence', group, marked: group.seen.map((s) => s.read), unmarked: group.unmarked };
}
