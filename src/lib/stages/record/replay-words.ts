/** How steps of the panel and contributions of people read in a replay. */
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import type { MilestoneKind, PlacedMilestone } from '#domain/record/replay.ts';
import type { Band } from '#domain/record/replay-timeline.ts';
import type { ItemPhase } from '#domain/session/view.ts';
import type { Contribution } from './contribution.ts';

/** @param number the item's place on the agenda, where the step is about one. */
export function milestoneText({ kind, round }: Pick<PlacedMilestone, 'kind' | 'round'>, number: number | null): string {
  const item = number === null ? 'item' : `item ${String(number)}`;
  const of = round === null ? '' : `, round ${String(round)}`;
  switch (kind) {
    case 'opened':
      return 'Session opened';
    case 'item':
      return `Opened ${item}`;
    case 'vote':
      return `Vote opened${of}`;
    case 'question':
      return `Question closed${of}`;
    case 'reveal':
      return `Revealed${of}`;
    case 'discussion':
      return 'Discussion opened';
    case 'decision':
      return 'Decision opened';
    case 'seal':
      return `Sealed ${item}`;
    case 'parked':
      return `Put ${item} aside`;
    case 'closed':
      return 'Session closed';
    default:
      return exhaustive(kind);
  }
}

/** What somebody did, to be read after their name. */
export function contributionText({ kind, how, text, changes }: Contribution): string {
  switch (kind) {
    case 'comment':
      return how === 'removed' ? 'took a comment back' : text === null ? 'commented' : `“${text}”`;
    case 'mark':
      return how === 'removed' ? 'removed a mark' : how === 'added' ? 'drew a mark' : 'changed a mark';
    case 'outline':
      return changes > 1 ? `shaped the joint outline, ${String(changes)} changes` : 'shaped the joint outline';
    case 'note':
      return how === 'removed' ? 'removed a note' : 'wrote a note';
    default:
      return exhaustive(kind);
  }
}

const PHASES: Readonly<Record<ItemPhase, string>> = {
  waiting: 'Waiting',
  look: 'Look',
  vote: 'Vote',
  reveal: 'Reveal',
  discuss: 'Discuss',
  revote: 'Re-vote',
  decide: 'Decide',
  sealed: 'Sealed',
  parked: 'Put aside',
};

export const bandText = ({ phase }: Pick<Band, 'phase'>): string => (phase === null ? 'Between items' : PHASES[phase]);

/** Shapes of the marks on the line of time, so that colour is never the only cue. Drawn around 0, 0; about 10 wide. */
export const MILESTONE_SHAPES: Readonly<Partial<Record<MilestoneKind, string>>> = {
  item: 'M0-6V6',
  vote: 'M-4-4H4V4H-4z',
  reveal: 'M0-5.5 5.5 0 0 5.5-5.5 0z',
  decision: 'M0-5 5 4H-5z',
  seal: 'M-4.8 0A4.8 4.8 0 1 1 4.8 0 4.8 4.8 0 1 1-4.8 0z',
  parked: 'M-2.4-5V5M2.4-5V5',
};

export const CONTRIBUTION_SHAPES: Readonly<Record<Contribution['kind'], string>> = {
  comment: 'M-5-4H5V2.6H.4L-2.4 5.4V2.6H-5z',
  mark: 'M-3.4 3.4 3.4-3.4',
  outline: 'M-3 0A3 3 0 1 1 3 0 3 3 0 1 1-3 0z',
  note: 'M-4-2.4H4M-4 1H4M-4 4.4H1',
};
