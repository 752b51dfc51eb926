/** Small, typed pieces of a session for the tests beside this file. */
import { idOf, type CaseId, type ItemId, type Seat } from '#domain/kernel/id.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { Counted, OpenBallot } from '#domain/session/outcome.ts';
import type { Question } from '#domain/session/question.ts';
import type { ItemPhase, ItemView, RevealedItem, SeatView, SessionRole, Voting } from '#domain/session/view.ts';

export const seats = ['a', 'b', 'c', 'd'].map((letter) => idOf<Seat>(`seat-${letter}`));

export const template: SessionTemplate = {
  name: 'Adjudication',
  identity: 'named',
  unlock: { kind: 'all-done' },
  rule: { kind: 'k-of-n', k: 3 },
  tie: 'chair',
  maximumRounds: 2,
  reasonRequired: false,
  chair: 'both',
  denominator: 'cast',
  missingShownTo: 'chair',
  secondsPerItem: 180,
};

export const existence: Question = {
  stage: 0,
  about: 'existence',
  text: 'Is there a finding “Nodule” here?',
  answers: [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
    { value: 'cannot-tell', label: 'Cannot tell' },
  ],
  multiple: false,
};

export const malignancy: Question = {
  stage: 1,
  about: 'malignancy',
  text: 'Malignancy',
  answers: [
    { value: 1, label: '1 Highly unlikely' },
    { value: 3, label: '3 Indeterminate' },
    { value: 5, label: '5 Highly suspicious' },
    { value: 'cannot-tell', label: 'Cannot tell' },
  ],
  multiple: false,
};

export const ballotsOf = (answers: readonly OpenBallot['answer'][]): OpenBallot[] =>
  answers.flatMap((answer, index) => {
    const seat = seats[index];
    return seat ? [{ seat, answer, reason: null, clause: null }] : [];
  });

const passed: Counted = {
  tally: [{ answer: 'yes', count: 4 }],
  abstained: 0,
  of: 4,
  needed: 3,
  standing: { kind: 'passed', answer: 'yes' },
};
const open: Counted = {
  tally: [
    { answer: 1, count: 2 },
    { answer: 5, count: 1 },
  ],
  abstained: 1,
  of: 4,
  needed: 3,
  standing: { kind: 'not-passed' },
};

export const revealed: RevealedItem = {
  kinds: ['rating'],
  fields: [],
  rounds: [
    {
      round: 1,
      stages: [
        { question: existence, ballots: ballotsOf(['yes', 'yes', 'yes', 'yes']), count: passed },
        { question: malignancy, ballots: ballotsOf([1, 1, 5, null]), count: open },
      ],
      recused: [],
      excused: [],
    },
  ],
};

export function itemAt(phase: ItemPhase): ItemView {
  return {
    id: idOf<ItemId>('item-3'),
    number: 3,
    case: idOf<CaseId>('case-14'),
    caseAlias: 'Case 14',
    target: { frame: { sop: '1.2', frame: 1 }, box: { x: 1, y: 1, width: 10, height: 10 } },
    question: existence.text,
    finding: { id: 'nodule', name: 'Nodule' },
    phase,
    revealed: phase === 'look' || phase === 'vote' ? null : revealed,
    outcome: null,
  };
}

export const votingOn = (phase: ItemPhase): Voting | null =>
  phase === 'vote' || phase === 'revote'
    ? { round: phase === 'vote' ? 1 : 2, question: existence, closed: [], cast: 1, of: 4, missing: null }
    : null;

export const seatOf = (role: SessionRole, item: { recused?: boolean } = {}): SeatView => ({
  you: { seat: idOf<Seat>('seat-a'), role, label: 'M. Okafor', guest: false, joined: true },
  may: [],
  item: { item: idOf<ItemId>('item-3'), eligible: role !== 'observer', recused: item.recused ?? false, ballots: [] },
  chair: null,
});
