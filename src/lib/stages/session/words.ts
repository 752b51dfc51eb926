/** How rules, counts, ballots and moments of a session read in the room. Plain sentences, numbers with their n. */
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import type { Cause } from '#domain/session/command.ts';
import type { Counted, Verdict } from '#domain/session/outcome.ts';
import { answerText, CANNOT_TELL, EXISTENCE, type Question } from '#domain/session/question.ts';
import type { ItemView, RevealedItem } from '#domain/session/view.ts';

/** "passes with 3 of 4". @param voters how many have a vote, where that is known. */
export function ruleText(template: SessionTemplate, voters: number): string {
  const { rule } = template;
  switch (rule.kind) {
    case 'unanimous':
      return 'passes when all agree';
    case 'majority':
      return `passes with ${String(Math.floor(voters / 2) + 1)} of ${String(voters)}`;
    case 'k-of-n':
      return `passes with ${String(rule.k)} of ${String(voters)}`;
    default:
      return exhaustive(rule);
  }
}

/** "1 item", "3 items" */
export const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The rule of reveal, for the screen on which people vote. */
export function unlockText({ unlock }: SessionTemplate): string {
  const replace = 'You may replace yours until then.';
  switch (unlock.kind) {
    case 'all-done':
      return `Nobody sees a ballot before all are in, the chair included. ${replace}`;
    case 'quorum':
      return `Nobody sees a ballot before the chair closes the question, with at least ${String(unlock.ballots)} in. ${replace}`;
    case 'facilitator':
      return `Nobody sees a ballot before the chair closes the question. ${replace}`;
    default:
      return exhaustive(unlock);
  }
}

/** "01:48" from whole seconds; hours are not expected in a time budget. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** What one answer is called in front of its label: the number of an anchor, "–" for "cannot tell", else its place. */
export function answerMark(question: Question, index: number): string {
  const value = question.answers[index]?.value;
  if (value === CANNOT_TELL) return '–';
  return typeof value === 'number' ? String(value) : String(index + 1);
}

/** The label of an answer without the number that already stands in front of it. */
export const bareLabel = (label: string, mark: string): string =>
  label.startsWith(`${mark} `) ? label.slice(mark.length + 1) : label;

/** "Yes, 3 of 4" or why nothing passed. */
export function countText(question: Question, count: Counted): string {
  const { standing } = count;
  switch (standing.kind) {
    case 'passed':
      return `${answerText(question, standing.answer)}, ${ballotsFor(count, standing.answer)} of ${String(count.of)}`;
    case 'tied':
      return `Tied between ${LIST.format(standing.leaders.map((answer) => answerText(question, answer)))}`;
    case 'not-passed':
      return `Nothing reached ${String(count.needed)} of ${String(count.of)}`;
    default:
      return exhaustive(standing);
  }
}

/** "3 of 4" for the answer that passed; empty where none did. */
export const shareText = (count: Counted): string =>
  count.standing.kind === 'passed' ? `${ballotsFor(count, count.standing.answer)} of ${String(count.of)}` : '';

export function verdictText(verdict: Verdict): string {
  const { question, result, count } = verdict;
  if (result.kind === 'unresolved') return `Unresolved. ${countText(question, count)}`;
  const casting = result.by === 'casting-vote' ? ', by the chair’s casting vote' : '';
  return `${answerText(question, result.answer)}, ${ballotsFor(count, result.answer)} of ${String(count.of)}${casting}`;
}

/** What a question is called once it is answered: existence by the finding, everything else by itself. */
export const questionName = (question: Question, item: Pick<ItemView, 'finding'> | null): string =>
  question.about === EXISTENCE ? (item?.finding?.name ?? question.text) : question.text;

/** "Case 7", or "Case 7 as a whole" where that is in question and no place in its images. */
export const subjectText = ({ caseAlias, finding }: Pick<ItemView, 'caseAlias' | 'finding'>): string =>
  finding ? caseAlias : `${caseAlias} as a whole`;

/** What the reads that were made before differ in; only after the reveal. */
export function differenceText({ kinds, fields }: RevealedItem, labelOf: (field: string) => string): string {
  if (kinds.length === 0) return 'agree';
  const respects = fields.length > 0 ? fields.map(labelOf) : kinds.map((kind) => KIND_TEXTS[kind]);
  return `differ in ${LIST.format(respects)}`;
}

/** What the minutes call each cause. */
export const CAUSE_TEXTS: Readonly<Record<Cause, string>> = {
  missed: 'Missed by a reader',
  misread: 'Seen but misread',
  'protocol-silent': 'The protocol says nothing about this',
  'protocol-ambiguous': 'The protocol can be read in two ways',
  'image-limits': 'The images do not show it well enough',
  slip: 'Slip of the hand or in the form',
  'true-ambiguity': 'Truly ambiguous',
};

/** What distinguishes the reads, named only after reveal. */
const KIND_TEXTS = {
  existence: 'whether it is there',
  class: 'what it is',
  extent: 'how large it is',
  location: 'where it is',
  rating: 'how it is rated',
  field: 'what else is said about it',
} as const;

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const ballotsFor = (count: Counted, answer: FieldValue): string =>
  String(count.tally.find((line) => String(line.answer) === String(answer))?.count ?? 0);
