/**
 * Closing a question and revealing a round. All ballots of the round and, the first time, the reads of the item come out in
 * one event; the reads under letters drawn anew for this item, their marks under fresh ids, so that neither the order nor an
 * id tells whose they are.
 */
import type { FieldValue } from '../protocol/field.ts';
import type { Mark } from '../reading/mark.ts';
import { count } from './counting.ts';
import type { AliasedRead, ItemRead, RevealedStage, SealedBallot, SessionEvent } from './event.ts';
import { openBallot, questionAt } from './sealing.ts';
import type { ClosedStage, ItemState, SessionState, VotingState } from './state.ts';
import { eligibleSeats, goesOn, openQuestion } from './voting.ts';

/** Chance and secrets come from outside, so that a decision is a function of its arguments. */
export interface Chance {
  shuffled<T>(values: readonly T[]): T[];
  /** A fresh UUID that carries no time. */
  id(): string;
  /** A fresh 256-bit nonce and the HMAC-SHA-256 of the text under it, both hexadecimal. */
  seal(text: string): { readonly nonce: string; readonly commitment: string };
}

export interface Round {
  readonly ballots: readonly SealedBallot[];
  readonly chance: Chance;
}

/** The events that close the open question: the closing, and the reveal when it was the last one to be asked. */
export function closing(state: SessionState, item: ItemState, round: Round): SessionEvent[] {
  const { voting } = item;
  const question = openQuestion(item);
  if (!voting || !question) return [];
  const eligible = eligibleSeats(state, item);
  const closed = { stage: question.stage, passed: false, eligible };
  const { standing } = stageOf(state, item, { closed, voting, ballots: round.ballots }).count;
  const passed = standing.kind === 'passed';
  const id = item.content.id;
  const event = { type: 'stage-closed', item: id, round: voting.round, ...closed, passed } as const;
  const more = item.content.questions.length > question.stage + 1;
  if (more && goesOn(question, passed ? standing.answer : undefined)) return [event];
  const all = { ...voting, closed: [...voting.closed, { ...closed, passed }] };
  return [event, reveal(state, { ...item, voting: all }, round)];
}

function reveal(state: SessionState, item: ItemState, { ballots, chance }: Round): SessionEvent {
  const { voting } = item;
  if (!voting) throw new Error('there is no round to reveal');
  const stages = voting.closed.map((closed) => stageOf(state, item, { closed, voting, ballots }));
  const reads = item.reads ? null : aliased(item.content.reads, chance);
  return { type: 'revealed', item: item.content.id, round: voting.round, stages, reads };
}

interface StageInBox {
  readonly closed: ClosedStage;
  readonly voting: VotingState;
  readonly ballots: readonly SealedBallot[];
}

/** Ballots are listed by seat: the order in which they were cast is nobody's business. */
function stageOf(state: SessionState, item: ItemState, { closed, voting, ballots }: StageInBox): RevealedStage {
  const seats = voting.box.filter((entry) => entry.stage === closed.stage).map((entry) => entry.seat);
  const opened = seats.sort().map((seat) => {
    const ballot = ballots.find(
      (candidate) =>
        candidate.item === item.content.id &&
        candidate.round === voting.round &&
        candidate.stage === closed.stage &&
        candidate.seat === seat,
    );
    if (!ballot) throw new Error('a ballot of the record is not in the box');
    return { ...openBallot(ballot), nonce: ballot.nonce };
  });
  const answers: (FieldValue | null)[] = opened.map((ballot) => ballot.answer);
  const rule = { template: state.template, eligible: closed.eligible.length };
  return { stage: closed.stage, ballots: opened, count: count(answers, questionAt(item, closed.stage), rule) };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A, B, … Z, A2, B2, … */
const letterOf = (index: number): string => {
  const letter = LETTERS[index % LETTERS.length] ?? 'A';
  return index < LETTERS.length ? letter : `${letter}${String(Math.floor(index / LETTERS.length) + 1)}`;
};

const aliased = (reads: readonly ItemRead[], chance: Chance): AliasedRead[] =>
  chance.shuffled(reads).map(({ read, blinding, lesion, answers }, index) => ({
    letter: letterOf(index),
    read,
    blinding,
    found: lesion !== null || answers !== undefined,
    attributes: lesion?.attributes ?? answers ?? {},
    marks: lesion ? renamed(lesion.marks, chance) : [],
  }));

function renamed(marks: readonly Mark[], chance: Chance): Mark[] {
  const [head, ...rest] = marks;
  if (!head) return [];
  const lesion = chance.id();
  return [{ ...head, id: lesion, lesion }, ...rest.map((mark) => ({ ...mark, id: chance.id(), lesion }))];
}
