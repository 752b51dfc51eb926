/**
 * What a disagreement costs. Two readers are asked to exchange what they disagree in, and nothing else: if that would put one of
 * their lesions into another category of management, the disagreement matters to the patient. How far apart they stand on a
 * scale does not matter by itself, unless the protocol says so.
 */
import { exhaustive } from '../kernel/exhaustive.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import { FINDING, type AnswerDifference } from './answer-difference.ts';
import type { CaseDisagreement, Disagreement } from './disagreement.ts';
import type { LesionGroup } from './lesion-group.ts';
import { managementOf, NOTHING_DONE, statedBy, type StatedLesion } from './management.ts';

export interface DisagreementCost {
  /** 0 where nothing would change; without further rules of the protocol at most 1. */
  readonly value: number;
  /** The share of pairs of the readers involved for whom the management would change, 0 to 1. */
  readonly changes: number;
}

export function costOf(disagreement: Disagreement | CaseDisagreement, protocol: ProtocolContent): DisagreementCost {
  const { kinds, steps } = protocol.agreement.cost ?? {};
  const changes = 'group' in disagreement ? changesOf(disagreement, protocol) : 0;
  const differences = 'differences' in disagreement ? disagreement.differences : [];
  const scale = differences.reduce((sum, one) => sum + (steps?.[one.about] ?? 0) * stepsOf(one), 0);
  return { value: changes + (kinds?.[disagreement.kind] ?? 0) + scale, changes };
}

function changesOf(disagreement: Disagreement, protocol: ProtocolContent): number {
  const { group } = disagreement;
  switch (disagreement.kind) {
    case 'existence':
      return changesByExistence(group, protocol);
    case 'class':
    case 'rating':
    case 'field': {
      const abouts = disagreement.differences.map(({ about }) => about);
      return changesByExchange(group, protocol, (mine, theirs) => withAnswers(mine, theirs, abouts));
    }
    case 'extent':
      return changesByExchange(group, protocol, (mine, { diameterMm }) => ({ ...mine, diameterMm }));
    case 'location':
      return 0;
    default:
      return exhaustive(disagreement);
  }
}

/** Who did not mark the lesion would do nothing about it. */
function changesByExistence({ seen, unmarked }: LesionGroup, protocol: ProtocolContent): number {
  const done = [
    ...seen.map((one) => managementOf(statedBy(one), protocol)),
    ...unmarked.map((): string | null => NOTHING_DONE),
  ];
  return shareOfPairs(done, (a, b) => a !== b);
}

type Exchange = (mine: StatedLesion, theirs: StatedLesion) => StatedLesion;

function changesByExchange({ seen }: LesionGroup, protocol: ProtocolContent, exchange: Exchange): number {
  const changed = (mine: StatedLesion, theirs: StatedLesion): boolean =>
    managementOf(exchange(mine, theirs), protocol) !== managementOf(mine, protocol);
  return shareOfPairs(seen.map(statedBy), (a, b) => changed(a, b) || changed(b, a));
}

/** What the other left empty stays as it is. */
function withAnswers(mine: StatedLesion, theirs: StatedLesion, abouts: readonly string[]): StatedLesion {
  const answers = Object.entries(theirs.attributes).filter(([field]) => abouts.includes(field));
  return {
    ...mine,
    finding: abouts.includes(FINDING) ? theirs.finding : mine.finding,
    attributes: { ...mine.attributes, ...Object.fromEntries(answers) },
  };
}

function shareOfPairs<T>(all: readonly T[], test: (a: T, b: T) => boolean): number {
  const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => test(a, b)));
  return pairs.filter(Boolean).length / Math.max(1, pairs.length);
}

/** From the lowest to the highest answer; 0 where the answers are no numbers. */
function stepsOf({ values }: AnswerDifference): number {
  const numbers = values.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  return numbers.length > 0 ? Math.max(...numbers) - Math.min(...numbers) : 0;
}
