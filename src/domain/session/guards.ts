/**
 * Whether a kind of command is possible for a person right now, before its particulars are looked at. The same table answers
 * `decide` and tells each person's screen which buttons are live, so the two cannot drift apart.
 */
import type { RefusalCode } from '../kernel/refusal.ts';
import type { SeatedPerson } from './event.ts';
import { SESSION_COMMAND_TYPES, type SessionCommandType } from './command.ts';
import { unsettled } from './sealing.ts';
import type { ItemState, SessionState } from './state.ts';
import { currentItem } from './state.ts';
import { eligibleSeats, mayClose, missingSeats, openQuestion } from './voting.ts';
import type { ItemPhase } from './view.ts';

/** Who asks, and what is before the panel. */
export interface Scene {
  readonly state: SessionState;
  readonly me: SeatedPerson;
  /** The item that was opened last; null before the first. */
  readonly item: ItemState | null;
}

export const sceneOf = (state: SessionState, me: SeatedPerson): Scene => ({
  state,
  me,
  item: currentItem(state) ?? null,
});

export const refusalOf = (type: SessionCommandType, scene: Scene): RefusalCode | null => {
  for (const check of GUARDS[type]) {
    const code = check(scene);
    if (code) return code;
  }
  return null;
};

/** Taking a place one has already is harmless, but no button. */
export const possible = (scene: Scene): SessionCommandType[] =>
  SESSION_COMMAND_TYPES.filter(
    (type) => refusalOf(type, scene) === null && !(type === 'join' && hasJoined(scene) === null),
  );

/** An item is before the panel in these phases; between them nobody can bring another one. */
export const isActive = (phase: ItemPhase): boolean => !['waiting', 'sealed', 'parked'].includes(phase);
/** Phases in which the panel talks with the reads on the table. */
export const isOpenTable = (phase: ItemPhase): boolean => ['reveal', 'discuss', 'decide'].includes(phase);

type Check = (scene: Scene) => RefusalCode | null;

const when = (condition: (scene: Scene) => boolean, code: RefusalCode): Check => {
  return (scene) => (condition(scene) ? null : code);
};

const isChair = when(({ me }) => me.role === 'chair', 'not-allowed');
const isMember = when(({ me }) => me.role !== 'observer', 'not-allowed');
const hasJoined = when(({ state, me }) => state.joined.includes(me.seat), 'not-joined');
const notClosed = when(({ state }) => state.closedAt === null, 'session-closed');
const isOpen = when(({ state }) => state.openedAt !== null, 'session-not-open');
const inLobby = when(({ state }) => state.openedAt === null, 'wrong-phase');
const during = [notClosed, hasJoined, isOpen];
const byChair = [...during, isChair];

const nothingActive = when(({ item }) => !item || !isActive(item.phase), 'item-open');
const inPhase = (...phases: readonly ItemPhase[]): Check =>
  when(({ item }) => item !== null && phases.includes(item.phase), 'wrong-phase');
const inVote = inPhase('vote', 'revote');

const isEligible = when(
  ({ state, item, me }) => item !== null && eligibleSeats(state, item).includes(me.seat),
  'not-eligible',
);
const someoneVotes = when(
  ({ state, item }) => item !== null && eligibleSeats(state, item).length > 0,
  'nobody-to-vote',
);
const someoneMissing = when(({ state, item }) => item !== null && missingSeats(state, item).length > 0, 'wrong-phase');
const questionMayClose = when(({ state, item }) => item !== null && mayClose(state, item), 'ballots-missing');
const questionIsOpen = when(({ item }) => item !== null && openQuestion(item) !== undefined, 'voting-closed');
const roundLeft = when(
  ({ state, item }) => item !== null && item.rounds.length < state.template.maximumRounds,
  'no-round-left',
);
const noRoundDue = when(({ state, item }) => {
  const due = state.template.tie === 'another-round' && item !== null && unsettled(item);
  return !due || item.rounds.length >= state.template.maximumRounds;
}, 'further-round-due');
const notRecused = when(({ item, me }) => item?.recused.every((r) => r.seat !== me.seat) ?? false, 'not-eligible');
const stageFree = when(({ state, me }) => state.presenter === null || me.role === 'chair', 'already-presenting');
const isPresenting = when(
  ({ state, me }) => state.presenter !== null && (state.presenter === me.seat || me.role === 'chair'),
  'not-allowed',
);

const GUARDS: Readonly<Record<SessionCommandType, readonly Check[]>> = {
  join: [notClosed],
  'open-session': [notClosed, hasJoined, isChair, inLobby],
  'close-session': [...byChair, nothingActive],
  'open-item': [...byChair, nothingActive],
  'open-vote': [...byChair, inPhase('look'), someoneVotes],
  'cast-ballot': [...during, inVote, questionIsOpen, isEligible],
  abstain: [...during, inVote, questionIsOpen, isEligible],
  recuse: [...during, isMember, inPhase('look', 'vote', 'reveal', 'discuss', 'revote'), notRecused],
  excuse: [...byChair, inVote, someoneMissing],
  'close-stage': [...byChair, inVote, questionIsOpen, questionMayClose],
  discuss: [...byChair, inPhase('reveal', 'decide')],
  'open-revote': [...byChair, inPhase('reveal', 'discuss'), roundLeft, someoneVotes],
  decide: [...byChair, inPhase('reveal', 'discuss'), noRoundDue],
  seal: [...byChair, inPhase('decide')],
  park: [...byChair, inPhase('look', 'vote', 'reveal', 'discuss', 'revote', 'decide')],
  present: [...during, isMember, inPhase('reveal', 'discuss', 'decide'), notRecused, stageFree],
  'stop-presenting': [...during, isPresenting],
};
