/** What stands on the line of time above and below its bands: steps of the panel, and what people did. */
import type { Contribution } from './contribution.ts';
import { timeText } from './playback.ts';
import type { PreparedReplay } from './prepared-replay.ts';
import { CONTRIBUTION_SHAPES, contributionText, MILESTONE_SHAPES, milestoneText } from './replay-words.ts';

export interface TimeMark {
  readonly ms: number;
  /** An SVG path around 0, 0. */
  readonly shape: string;
  readonly look: string;
  readonly title: string;
}

/** So many marks of one kind fit side by side; what would lie on each other is one mark. */
const PLACES = 160;

export const stepMarks = ({ replay, numbers }: PreparedReplay): TimeMark[] =>
  replay.milestones.flatMap((step): TimeMark[] => {
    const shape = MILESTONE_SHAPES[step.kind];
    const number = step.item === null ? null : (numbers.get(step.item) ?? null);
    const title = `${timeText(step.ms)} ${milestoneText(step, number)}`;
    return shape ? [{ ms: step.ms, shape, look: step.kind, title }] : [];
  });

export function contributionMarks(contributions: readonly Contribution[], length: number): TimeMark[] {
  const place = (ms: number): string => String(Math.round((ms / length) * PLACES));
  const groups = Map.groupBy(contributions, ({ kind, ms }) => `${kind} ${place(ms)}`);
  return [...groups.values()].flatMap((group): TimeMark[] => {
    const [first] = group;
    if (!first) return [];
    const more = group.length > 1 ? ` and ${String(group.length - 1)} more` : '';
    const title = `${timeText(first.ms)} ${first.author.label}: ${contributionText(first)}${more}`;
    return [{ ms: first.ms, shape: CONTRIBUTION_SHAPES[first.kind], look: first.kind, title }];
  });
}
