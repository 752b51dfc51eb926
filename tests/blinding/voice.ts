/** What the people of a meeting say, and when: the part of it that others must not be able to tell from what they receive. */
import { seeded, type Random } from '#domain/kernel/random.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import type { Role } from './cast.ts';
import { token } from './house.ts';

export interface Voice {
  /** Answers to the first question of the first round. */
  readonly first: Readonly<Record<string, FieldValue>>;
  /** Why somebody says so; odd enough to be searched for. */
  readonly reason: (role: Role, about: string) => string;
  /** In which order people vote. */
  readonly order: (voters: readonly Role[]) => readonly Role[];
  /** Draws the mark in the draft. */
  readonly drafting: Random;
  /** Runs before each command: what tests with a clock of their own let go on. */
  readonly tick: () => void;
}

/** No rule passes with these: the round is revealed after one question. */
const SPLIT = { chair: 'no', first: 'yes', second: 'no', third: 'cannot-tell' };

export const usualVoice = (random: Random): Voice => ({
  first: SPLIT,
  reason: (_, about) => `${about}-${token(random)}`,
  order: (voters) => voters,
  drafting: seeded(11),
  tick: () => undefined,
});
