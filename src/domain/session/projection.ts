/**
 * From the state to what leaves the server. Views are built field by field, never by spreading a state: what is not written
 * here cannot leak. Before an item's first reveal nothing of its `kinds`, `fields`, `reads` and ballots passes through this file.
 */
import type { Seat } from '../kernel/id.ts';
import { initialsOf } from '../access/actor.ts';
import type { ItemContent, SealedBallot, SeatedPerson } from './event.ts';
import { possible, sceneOf, isActive } from './guards.ts';
import { answerText } from './question.ts';
import { decisionForm, openBallot, questionAt } from './sealing.ts';
import type { Outcome, Verdict } from './outcome.ts';
import { currentItem, type ItemState, type RoundState, type SessionState } from './state.ts';
import { castSeats, eligibleSeats, missingSeats, openQuestion } from './voting.ts';
import type {
  AgendaLine,
  ChairView,
  Floor,
  ItemView,
  OwnBallot,
  Person,
  RecordHead,
  RecordView,
  RevealedItem,
  RevealedRead,
  RoundView,
  SeatItem,
  SeatView,
  ShownOutcome,
  Voting,
} from './view.ts';

export function recordView(state: SessionState): RecordView {
  const head: RecordHead = {
    session: {
      id: state.id,
      project: state.project,
      title: state.title,
      state: state.closedAt !== null ? 'closed' : state.openedAt !== null ? 'open' : 'lobby',
      scheduledAt: state.scheduledAt,
      openedAt: state.openedAt,
      closedAt: state.closedAt,
    },
    protocol: state.protocol,
    template: state.template,
    people: peopleOf(state),
    agenda: state.items.map(agendaLine),
    floor: floorOf(state),
  };
  const items = Object.fromEntries(state.items.map((item) => [itemKey(item), itemView(item)]));
  const reads = Object.fromEntries(
    state.items.flatMap((item) => (item.reads ? [[readsKey(item), readsView(item)]] : [])),
  );
  return { ...head, ...items, ...reads };
}

/** @param own this seat's sealed ballots of the open round; other seats' ballots are left out even when given. */
export function seatView(state: SessionState, seat: Seat, own: readonly SealedBallot[]): SeatView | null {
  const person = state.people.find((p) => p.seat === seat);
  if (!person || state.sentOut.includes(seat)) return null;
  const active = activeItem(state);
  return {
    you: {
      seat,
      role: person.role,
      label: person.name,
      guest: person.guest,
      joined: state.joined.includes(seat),
    },
    may: possible(sceneOf(state, person)),
    item: active ? seatItem(state, active, { seat, own }) : null,
    chair: person.role === 'chair' ? chairView(state) : null,
  };
}

const itemKey = (item: ItemState): `item:${ItemState['content']['id']}` => `item:${item.content.id}`;
const readsKey = (item: ItemState): `reads:${ItemState['content']['id']}` => `reads:${item.content.id}`;

function activeItem(state: SessionState): ItemState | undefined {
  const item = currentItem(state);
  return item && isActive(item.phase) ? item : undefined;
}

/** Whether names may stand beside what was said in this session; it governs every channel, the export included. */
export function showsNames({ template: { identity }, closedAt }: SessionState): boolean {
  return identity === 'named' || (identity === 'aliased-until-close' && closedAt !== null);
}

/** Places are those of the state: neither role nor name nor invitation decides them, and none moves once the session is open. */
function peopleOf(state: SessionState): Person[] {
  const named = showsNames(state);
  return state.people.map((person, place) => ({
    seat: person.seat,
    role: person.role,
    ...(named ? { label: nameOf(person), initials: initialsOf(person.name) } : aliasOf(person, state.people)),
    place,
    gone: state.sentOut.includes(person.seat),
    joined: state.joined.includes(person.seat),
  }));
}

/** Guests typed their name themselves, so it never stands without saying so. */
const nameOf = ({ name, guest }: SeatedPerson): string => (guest ? `${name} (guest)` : name);

function aliasOf(person: SeatedPerson, people: readonly SeatedPerson[]): { label: string; initials: string } {
  if (person.role === 'chair') return { label: 'Chair', initials: 'Ch' };
  const number = people.filter((other) => other.role === person.role).indexOf(person) + 1;
  return person.role === 'panellist'
    ? { label: `Panellist ${String(number)}`, initials: `P${String(number)}` }
    : { label: `Observer ${String(number)}`, initials: `O${String(number)}` };
}

const agendaLine = (item: ItemState): AgendaLine => ({
  item: item.content.id,
  number: item.content.number,
  caseAlias: item.content.caseAlias,
  phase: item.phase,
  outcome: outcomeLine(item),
});

function outcomeLine({ outcome, content }: ItemState): string | null {
  if (!outcome) return null;
  const { verdicts } = outcome;
  const open = verdicts.find((verdict) => verdict.result.kind === 'unresolved');
  // About a case several questions stand beside each other: the one its reads differed in is what it was there for.
  const disputed = verdicts.find(({ question }) => content.fields.includes(question.about));
  const told = open ?? disputed ?? verdicts[0];
  if (!told) return 'Unresolved';
  const about = content.finding ? '' : `${told.question.text}${told.question.text.endsWith('?') ? ' ' : ': '}`;
  return about + resultText(told);
}

function resultText({ question, result, count }: Verdict): string {
  const votes = count.tally.map((entry) => entry.count).sort((a, b) => b - a);
  if (result.kind === 'unresolved') return `Unresolved, ${votes.join('–') || 'no ballots'}`;
  const by = result.by === 'casting-vote' ? ', casting vote' : '';
  return `${answerText(question, result.answer)}, ${String(votes[0] ?? 0)} of ${String(count.of)}${by}`;
}

function floorOf(state: SessionState): Floor {
  const item = activeItem(state);
  return {
    item: item?.content.id ?? null,
    phase: item?.phase ?? null,
    since: item ? state.since : null,
    voting: item ? votingView(state, item) : null,
    presenter: state.presenter,
  };
}

function votingView(state: SessionState, item: ItemState): Voting | null {
  const { voting } = item;
  const question = openQuestion(item);
  if (!voting || !question) return null;
  return {
    round: voting.round,
    question,
    closed: voting.closed.map(({ stage, passed }) => ({ text: questionAt(item, stage).text, passed })),
    cast: castSeats(voting).length,
    of: eligibleSeats(state, item).length,
    missing: state.template.missingShownTo === 'everybody' ? missingSeats(state, item) : null,
  };
}

function itemView(item: ItemState): ItemView {
  const { content } = item;
  return {
    id: content.id,
    number: content.number,
    case: content.case,
    caseAlias: content.caseAlias,
    target: content.target,
    question: questionText(content),
    finding: content.finding,
    context: contextView(item),
    phase: item.phase,
    revealed: item.reads ? revealedView(item) : null,
    outcome: item.outcome && outcomeView(item.outcome),
  };
}

/** What is asked first about a finding decides whether more is asked; about a case everything is asked in any case. */
const questionText = ({ finding, questions }: ItemContent): string =>
  finding ? (questions[0]?.text ?? '') : questions.map(({ text }) => text).join(' · ');

const revealedView = (item: ItemState): RevealedItem => ({
  kinds: item.content.kinds,
  fields: item.content.fields,
  rounds: item.rounds.map((round) => roundView(item, round)),
});

/** Lists of people stand by seat: when somebody came or stepped back would help to recognise an alias. */
const outcomeView = ({ verdicts, rounds, reason, cause, clause, outline, ...sealed }: Outcome): ShownOutcome => ({
  verdicts,
  rounds,
  reason,
  cause,
  clause,
  outline: outline && { json: outline.json },
  present: sealed.present.toSorted(),
  sealedBy: sealed.sealedBy,
  sealedAt: sealed.sealedAt,
});

function contextView({ content, reads }: ItemState): NonNullable<ItemView['context']> {
  const { before, after } = content.context;
  return reads
    ? { shown: after, more: false }
    : { shown: before, more: Object.keys(after).length > Object.keys(before).length };
}

const roundView = (item: ItemState, round: RoundState): RoundView => ({
  round: round.round,
  stages: round.stages.map(({ stage, ballots, count }) => ({
    question: questionAt(item, stage),
    ballots: ballots.map(openBallot),
    count,
  })),
  recused: round.recused.toSorted((a, b) => (a.seat < b.seat ? -1 : 1)),
  excused: round.excused.toSorted(),
});

const readsView = (item: ItemState): RevealedRead[] =>
  (item.reads ?? []).map(({ letter, blinding, found, attributes, marks }) => ({
    letter,
    blinding,
    found,
    attributes,
    marks,
  }));

interface Own {
  readonly seat: Seat;
  readonly own: readonly SealedBallot[];
}

function seatItem(state: SessionState, item: ItemState, { seat, own }: Own): SeatItem {
  const mine = own.filter((ballot) => ballot.seat === seat && ballot.item === item.content.id && counts(item, ballot));
  return {
    item: item.content.id,
    eligible: eligibleSeats(state, item).includes(seat),
    recused: item.recused.some((entry) => entry.seat === seat),
    ballots: mine.map(ownBallot).sort((a, b) => a.stage - b.stage),
  };
}

/** A ballot of the open round that is still in the box. */
const counts = (item: ItemState, ballot: SealedBallot): boolean =>
  item.voting?.round === ballot.round &&
  item.voting.box.some((entry) => entry.seat === ballot.seat && entry.stage === ballot.stage);

const ownBallot = ({ round, stage, answer, reason, clause, castAt }: SealedBallot): OwnBallot => ({
  round,
  stage,
  answer,
  reason,
  clause,
  castAt,
});

function chairView(state: SessionState): ChairView {
  const item = activeItem(state);
  return {
    missing: item ? missingSeats(state, item) : [],
    decision: item?.phase === 'decide' ? decisionForm(state, item) : null,
  };
}
