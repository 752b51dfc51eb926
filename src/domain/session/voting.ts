/**
 * Who has a vote, whose ballot is missing, which question is open. Somebody who takes their place while the first question of
 * a round is open may still vote in that round; later they wait for the next one.
 */
import type { Seat } from '../kernel/id.ts';
import type { SessionTemplate } from '../plan/session-template.ts';
import type { SeatedPerson } from './event.ts';
import { EXISTENCE, type Question } from './question.ts';
import type { ItemState, SessionState, VotingState } from './state.ts';

/** Panellists have a vote; the chair too, unless the template leaves the chair only the casting vote. */
export const hasVote = (person: SeatedPerson, template: SessionTemplate): boolean =>
  person.role === 'panellist' || (person.role === 'chair' && template.chair !== 'casting-vote');

/** Who may vote on the open question, or, between rounds, who could if one were opened; sorted by seat. */
export function eligibleSeats(state: SessionState, item: ItemState): Seat[] {
  const first = item.voting?.closed[0];
  const voters = first
    ? first.eligible
    : state.people.filter((p) => hasVote(p, state.template) && state.joined.includes(p.seat)).map((p) => p.seat);
  const gone = [...item.recused.map((r) => r.seat), ...(item.voting?.excused ?? []), ...state.sentOut];
  return voters.filter((seat) => !gone.includes(seat)).sort();
}

/** The open question of a private round. */
export const openQuestion = (item: ItemState): Question | undefined =>
  item.voting ? item.content.questions[item.voting.closed.length] : undefined;

/** Seats with a ballot on the open question. */
export const castSeats = (voting: VotingState): Seat[] =>
  voting.box.filter((ballot) => ballot.stage === voting.closed.length).map((ballot) => ballot.seat);

export function missingSeats(state: SessionState, item: ItemState): Seat[] {
  if (!item.voting) return [];
  const cast = castSeats(item.voting);
  return eligibleSeats(state, item).filter((seat) => !cast.includes(seat));
}

/** Whether the open question may be closed now, by itself (`all-done`) or by the chair. */
export function mayClose(state: SessionState, item: ItemState): boolean {
  if (!item.voting) return false;
  if (missingSeats(state, item).length === 0) return true;
  const { unlock } = state.template;
  const cast = castSeats(item.voting).length;
  return (unlock.kind === 'quorum' && cast >= unlock.ballots) || (unlock.kind === 'facilitator' && cast >= 1);
}

/** Later questions are asked only when existence was settled with "yes". */
export const goesOn = (question: Question, passedWith: unknown): boolean =>
  question.about !== EXISTENCE || passedWith === 'yes';
