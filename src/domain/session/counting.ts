/**
 * What the rule makes of ballots. Abstentions never count as an answer; whether they count in the denominator is the
 * template's word. A tie is only what one casting vote could break: two or more answers share the highest count and one more
 * ballot would meet the rule.
 */
import { exhaustive } from '../kernel/exhaustive.ts';
import type { Rule, SessionTemplate } from '../plan/session-template.ts';
import type { FieldValue } from '../protocol/field.ts';
import type { Counted, Standing } from './outcome.ts';
import { sameAnswer, type Question } from './question.ts';

/** @param answers one entry per ballot, null for an abstention; @param eligible how many could have voted. */
export function count(
  answers: readonly (FieldValue | null)[],
  question: Question,
  { template, eligible }: { readonly template: SessionTemplate; readonly eligible: number },
): Counted {
  const given = answers.filter((answer) => answer !== null);
  const of = template.denominator === 'cast' ? given.length : eligible;
  const needed = neededOf(template.rule, of);
  const tally = tallied(given, question);
  return { tally, abstained: answers.length - given.length, of, needed, standing: standing(tally, needed) };
}

type Tally = Counted['tally'];

function neededOf(rule: Rule, of: number): number {
  switch (rule.kind) {
    case 'unanimous':
      return Math.max(1, of);
    case 'majority':
      return Math.floor(of / 2) + 1;
    case 'k-of-n':
      return rule.k;
    default:
      return exhaustive(rule);
  }
}

function tallied(given: readonly FieldValue[], question: Question): Tally {
  const distinct: FieldValue[] = [];
  for (const answer of given) if (!distinct.some((known) => sameAnswer(known, answer))) distinct.push(answer);
  const rank = (answer: FieldValue): number => {
    const first = Array.isArray(answer) ? answer[0] : answer;
    return question.answers.findIndex((option) => option.value === first);
  };
  return distinct
    .map((answer) => ({ answer, count: given.filter((other) => sameAnswer(other, answer)).length }))
    .sort(
      (a, b) =>
        rank(a.answer) - rank(b.answer) || JSON.stringify(a.answer).localeCompare(JSON.stringify(b.answer), 'en'),
    );
}

function standing(tally: Tally, needed: number): Standing {
  const highest = Math.max(0, ...tally.map((entry) => entry.count));
  const leaders = tally.filter((entry) => entry.count === highest).map((entry) => entry.answer);
  const [leader] = leaders;
  if (leader === undefined) return { kind: 'not-passed' };
  if (leaders.length === 1) return highest >= needed ? { kind: 'passed', answer: leader } : { kind: 'not-passed' };
  return highest + 1 >= needed ? { kind: 'tied', leaders } : { kind: 'not-passed' };
}
