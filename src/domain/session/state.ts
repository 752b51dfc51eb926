/** A session as its events have left it: `evolve` folds one event in and decides nothing. */
import type { ItemId, ProjectId, Seat, SessionId, UserId } from '../kernel/id.ts';
import { idOf } from '../kernel/id.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SessionTemplate } from '../plan/session-template.ts';
import type { ProtocolCitation } from '../protocol/protocol.ts';
import type { AliasedRead, ItemContent, RevealedStage, SeatedPerson, SessionEvent, SessionEventOf } from './event.ts';
import type { Outcome } from './outcome.ts';
import type { ItemPhase } from './view.ts';

export interface SessionState {
  readonly id: SessionId;
  readonly project: ProjectId;
  readonly title: string;
  readonly template: SessionTemplate;
  readonly protocol: ProtocolCitation;
  readonly clauses: readonly string[];
  /** In the order of their places: by seat, which is random, until the session opens; who is seated later stands behind. */
  readonly people: readonly SeatedPerson[];
  readonly joined: readonly Seat[];
  /** Guests who were sent out after the session had opened. */
  readonly sentOut: readonly Seat[];
  readonly items: readonly ItemState[];
  readonly scheduledAt: Instant;
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** The item before the panel, until another one takes its place. */
  readonly current: ItemId | null;
  readonly since: Instant | null;
  readonly presenter: Seat | null;
}

export interface ItemState {
  readonly content: ItemContent;
  readonly phase: ItemPhase;
  /** Where a parked item goes on. */
  readonly resumesAt: ItemPhase | null;
  readonly voting: VotingState | null;
  readonly rounds: readonly RoundState[];
  readonly recused: readonly { readonly seat: Seat; readonly reason: string }[];
  /** With the first reveal. */
  readonly reads: readonly AliasedRead[] | null;
  readonly outcome: Outcome | null;
}

/** A private round; its open question is the one after the closed ones. */
export interface VotingState {
  readonly round: number;
  readonly closed: readonly ClosedStage[];
  /** Ballots in the box: who has one, and the commitment to it. */
  readonly box: readonly { readonly stage: number; readonly seat: Seat; readonly commitment: string }[];
  readonly excused: readonly Seat[];
}

export interface ClosedStage {
  readonly stage: number;
  readonly passed: boolean;
  readonly eligible: readonly Seat[];
}

export interface RoundState {
  readonly round: number;
  readonly stages: readonly RevealedStage[];
  readonly recused: readonly { readonly seat: Seat; readonly reason: string }[];
  readonly excused: readonly Seat[];
}

/** @throws Error for an event that cannot follow: the ledger was written by something else than `decide`. */
export function evolve(state: SessionState | null, event: SessionEvent, id: SessionId): SessionState {
  if (event.type === 'session-scheduled') return scheduled(event, id);
  if (!state) throw new Error(`a session begins with its schedule, not with ${event.type}`);
  return follow(state, event);
}

export const replay = (events: readonly SessionEvent[], id: SessionId): SessionState | null =>
  events.reduce<SessionState | null>((state, event) => evolve(state, event, id), null);

/** Somebody who takes part: a guest who was sent out does not any more. */
export const personOf = (state: SessionState, user: UserId): SeatedPerson | undefined =>
  state.people.find((person) => person.user === user && !state.sentOut.includes(person.seat));

export const itemStateOf = (state: SessionState, item: ItemId): ItemState | undefined =>
  state.items.find((candidate) => candidate.content.id === item);

/** The item before the panel, also when it is sealed or parked already. */
export const currentItem = (state: SessionState): ItemState | undefined =>
  state.current === null ? undefined : itemStateOf(state, state.current);

function scheduled(event: SessionEventOf<'session-scheduled'>, id: SessionId): SessionState {
  return {
    id,
    project: idOf(event.project),
    title: event.title,
    template: event.template,
    protocol: event.protocol,
    clauses: event.clauses,
    people: event.people,
    joined: [],
    sentOut: [],
    items: event.items.map(waiting),
    scheduledAt: event.at,
    openedAt: null,
    closedAt: null,
    current: null,
    since: null,
    presenter: null,
  };
}

const waiting = (content: ItemContent): ItemState => ({
  content,
  phase: 'waiting',
  resumesAt: null,
  voting: null,
  rounds: [],
  recused: [],
  reads: null,
  outcome: null,
});

type Following = Exclude<SessionEvent, { readonly type: 'session-scheduled' }>;
type OnSession = Exclude<Following, { readonly item: ItemId }>;
type OnItem = Extract<Following, { readonly item: ItemId }>;

function follow(state: SessionState, event: Following): SessionState {
  if (!('item' in event)) return onSession(state, event);
  const items = state.items.map((item) => (item.content.id === event.item ? onItem(item, event) : item));
  const next = { ...state, items };
  if (event.type === 'item-opened') return { ...next, current: event.item, since: event.at, presenter: null };
  // Nobody leads the view in private.
  return event.type === 'voting-opened' || event.type === 'parked' ? { ...next, presenter: null } : next;
}

function onSession(state: SessionState, event: OnSession): SessionState {
  switch (event.type) {
    case 'joined':
      return { ...state, joined: [...state.joined, event.seat] };
    case 'guest-seated':
      return { ...state, people: withGuest(state, event.person) };
    case 'guest-sent-out':
      return without(state, event.seat);
    case 'session-opened':
      return { ...state, openedAt: event.at };
    case 'session-closed':
      return { ...state, closedAt: event.at, presenter: null };
    case 'presenter-changed':
      return { ...state, presenter: event.seat };
    default:
      return exhaustive(event);
  }
}

/** In the lobby nobody has a place yet that others know; afterwards no alias and no colour may move. */
function withGuest({ people, openedAt }: SessionState, guest: SeatedPerson): SeatedPerson[] {
  if (openedAt !== null) return [...people, guest];
  return [...people, guest].sort((a, b) => (a.seat < b.seat ? -1 : 1));
}

/** In the lobby nothing of the person is recorded yet; later the seat stays, with what it did, and the open ballot goes. */
function without(state: SessionState, seat: Seat): SessionState {
  const joined = state.joined.filter((other) => other !== seat);
  if (state.openedAt === null)
    return { ...state, joined, people: state.people.filter((person) => person.seat !== seat) };
  const items = state.items.map((item) => (item.voting ? { ...item, voting: withoutBallot(item.voting, seat) } : item));
  return { ...state, joined, items, sentOut: [...state.sentOut, seat] };
}

function onItem(item: ItemState, event: OnItem): ItemState {
  switch (event.type) {
    case 'item-opened':
      return { ...item, phase: item.resumesAt ?? 'look', resumesAt: null };
    case 'parked':
      return { ...item, phase: 'parked', resumesAt: item.phase };
    case 'discussion-opened':
      return { ...item, phase: 'discuss' };
    case 'decision-opened':
      return { ...item, phase: 'decide' };
    case 'sealed':
      return { ...item, phase: 'sealed', outcome: event.outcome };
    case 'voting-opened': {
      const voting = { round: event.round, closed: [], box: [], excused: [] };
      return { ...item, phase: event.round === 1 ? 'vote' : 'revote', voting };
    }
    case 'revealed':
      return revealed(item, event);
    case 'recused': {
      const recused = [...item.recused, { seat: event.seat, reason: event.reason }];
      return item.voting ? { ...item, recused, voting: withoutBallot(item.voting, event.seat) } : { ...item, recused };
    }
    case 'ballot-cast':
    case 'excused':
    case 'stage-closed':
      return { ...item, voting: onVoting(votingOf(item), event) };
    default:
      return exhaustive(event);
  }
}

function revealed(item: ItemState, event: SessionEventOf<'revealed'>): ItemState {
  const { excused } = votingOf(item);
  const round = { round: event.round, stages: event.stages, recused: item.recused, excused };
  return { ...item, phase: 'reveal', voting: null, rounds: [...item.rounds, round], reads: event.reads ?? item.reads };
}

function onVoting(voting: VotingState, event: SessionEventOf<'ballot-cast' | 'excused' | 'stage-closed'>): VotingState {
  switch (event.type) {
    case 'ballot-cast': {
      const { stage, seat, commitment } = event;
      const others = voting.box.filter((ballot) => ballot.stage !== stage || ballot.seat !== seat);
      return { ...voting, box: [...others, { stage, seat, commitment }] };
    }
    case 'excused':
      return { ...voting, excused: [...voting.excused, event.seat] };
    case 'stage-closed': {
      const { stage, passed, eligible } = event;
      return { ...voting, closed: [...voting.closed, { stage, passed, eligible }] };
    }
    default:
      return exhaustive(event);
  }
}

/** Who leaves takes the ballot on the open question along; closed questions stand as they were counted. */
function withoutBallot(voting: VotingState, seat: Seat): VotingState {
  const open = voting.closed.length;
  return { ...voting, box: voting.box.filter((ballot) => ballot.stage !== open || ballot.seat !== seat) };
}

function votingOf(item: ItemState): VotingState {
  if (!item.voting) throw new Error('no question is open on this item');
  return item.voting;
}
