/** The list of contributions, under the step of the panel after which they were made. */
import type { Contribution } from './contribution.ts';
import type { PreparedReplay } from './prepared-replay.ts';
import { milestoneText } from './replay-words.ts';

export interface Section {
  /** Place of the step among all steps. */
  readonly key: number;
  readonly title: string;
  readonly ms: number;
  /** Index of the first one in the whole list. */
  readonly first: number;
  readonly made: readonly Contribution[];
}

/** Steps without contributions are kept: they are places to go to. @param contributions in order of time. */
export function sectionsOf({ replay, numbers }: PreparedReplay, contributions: readonly Contribution[]): Section[] {
  let first = 0;
  return replay.milestones.map((step, key) => {
    const until = replay.milestones[key + 1]?.ms ?? Infinity;
    const end = contributions.findIndex(({ ms }, i) => i >= first && ms >= until);
    const made = contributions.slice(first, end < 0 ? undefined : end);
    const number = step.item === null ? null : (numbers.get(step.item) ?? null);
    const section = { key, title: milestoneText(step, number), ms: step.ms, first, made };
    first += made.length;
    return section;
  });
}

/** The part of a section that lies between two indices of the whole list. */
export const windowOf = (
  { first, made }: Section,
  { from, to }: { from: number; to: number },
): readonly Contribution[] => made.slice(Math.max(0, from - first), Math.max(0, to - first));
