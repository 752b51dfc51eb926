/**
 * The one place where a command becomes events or a refusal. Pure: who asks, what time it is, chance and the sealed ballots
 * are arguments. A ballot leaves here in two halves: the event with a commitment for the ledger, the ballot itself for the box.
 */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { FieldValue } from '../protocol/field.ts';
import type { CommandOf, SessionCommand, SessionCommandType } from './command.ts';
import type { SealedBallot, SessionEvent } from './event.ts';
import { refusalOf, sceneOf, type Scene } from './guards.ts';
import type { OutlineSnapshot } from './outcome.ts';
import { answerTo } from './question.ts';
import { closing, type Chance, type Round } from './revealing.ts';
import { outcomeOf } from './sealing.ts';
import { evolve, itemStateOf, personOf, type ItemState, type SessionState } from './state.ts';
import { missingSeats, openQuestion } from './voting.ts';

export interface Circumstances {
  readonly user: UserId;
  readonly now: Instant;
  readonly chance: Chance;
  /** The box: sealed ballots of the round that is open on the current item. */
  readonly ballots: readonly SealedBallot[];
  /** The joint outline of the current item as the server holds it, for `seal`. */
  readonly outline: OutlineSnapshot | null;
}

export interface Decision {
  readonly events: readonly SessionEvent[];
  /** To put into the box, in the place of an earlier one of the same seat on the same question. */
  readonly ballot: SealedBallot | null;
}

export function decide(
  state: SessionState,
  command: SessionCommand,
  circumstances: Circumstances,
): Result<Decision, Refusal> {
  const me = personOf(state, circumstances.user);
  if (!me) return err(refusal('not-found'));
  const scene = sceneOf(state, me);
  const code = notAbout(scene, command) ?? refusalOf(command.type, scene);
  if (code) return err(refusal(code));
  return act(scene, command, circumstances);
}

/** What a commitment seals: everything the ballot says and where it belongs. */
export const ballotText = ({
  item,
  round,
  stage,
  seat,
  answer,
  reason,
  clause,
}: Omit<SealedBallot, 'nonce' | 'castAt'>): string =>
  canonicalJson({ item, round, stage, seat, answer, reason, clause });

type Answer = Result<Decision, Refusal>;

const happened = (...events: readonly SessionEvent[]): Answer => ok({ events, ballot: null });

/** A command about another item than the one before the panel comes too late or too early. */
function notAbout({ state, item }: Scene, command: SessionCommand): 'item-not-current' | 'not-found' | null {
  if (!('item' in command)) return null;
  if (!itemStateOf(state, command.item)) return 'not-found';
  return command.type === 'open-item' || item?.content.id === command.item ? null : 'item-not-current';
}

function act(scene: Scene, command: SessionCommand, circumstances: Circumstances): Answer {
  return 'item' in command ? onItem(scene, command, circumstances) : onSession(scene, command, circumstances);
}

type OnItem = Extract<SessionCommand, { readonly item: unknown }>;
type OnSession = Exclude<SessionCommand, { readonly item: unknown }>;

function onSession({ state, me }: Scene, command: OnSession, { now }: Circumstances): Answer {
  switch (command.type) {
    case 'join':
      return state.joined.includes(me.seat) ? happened() : happened({ type: 'joined', seat: me.seat });
    case 'open-session':
      return happened({ type: 'session-opened', at: now });
    case 'close-session':
      return happened({ type: 'session-closed', at: now });
    case 'present':
      return present({ state, me, item: null }, command);
    case 'stop-presenting':
      return happened({ type: 'presenter-changed', seat: null });
  }
}

function onItem(scene: Scene, command: OnItem, circumstances: Circumstances): Answer {
  if (command.type === 'open-item') return openItem(scene, command, circumstances.now);
  const { item } = scene;
  if (!item) return err(refusal('item-not-current'));
  const id = item.content.id;
  switch (command.type) {
    case 'open-vote':
    case 'open-revote':
      return happened({ type: 'voting-opened', item: id, round: item.rounds.length + 1 });
    case 'cast-ballot':
    case 'abstain':
      return cast(scene, { command, item }, circumstances);
    case 'recuse':
      return leave(scene, { type: 'recused', item: id, seat: scene.me.seat, reason: command.reason }, circumstances);
    case 'excuse':
      if (!missingSeats(scene.state, item).includes(command.seat)) return err(refusal('not-eligible'));
      return leave(scene, { type: 'excused', item: id, seat: command.seat }, circumstances);
    case 'close-stage':
      return isOpenStage(item, command) ? happened(...closing(scene.state, item, circumstances)) : late;
    case 'discuss':
      return happened({ type: 'discussion-opened', item: id });
    case 'decide':
      return happened({ type: 'decision-opened', item: id });
    case 'park':
      return happened({ type: 'parked', item: id });
    case 'seal':
      return seal(scene, { command, item }, circumstances);
  }
}

const late = err(refusal('voting-closed'));

function openItem({ state }: Scene, { item }: CommandOf<'open-item'>, now: Instant): Answer {
  const phase = itemStateOf(state, item)?.phase;
  if (phase !== 'waiting' && phase !== 'parked') return err(refusal('wrong-phase'));
  return happened({ type: 'item-opened', item, at: now });
}

const isOpenStage = (item: ItemState, { round, stage }: { readonly round: number; readonly stage: number }): boolean =>
  item.voting?.round === round && item.voting.closed.length === stage;

interface OnItemCommand<T extends SessionCommandType> {
  readonly command: CommandOf<T>;
  readonly item: ItemState;
}

function cast(
  { state, me }: Scene,
  { command, item }: OnItemCommand<'cast-ballot' | 'abstain'>,
  circumstances: Circumstances,
): Answer {
  const question = openQuestion(item);
  if (!question || !isOpenStage(item, command)) return late;
  const answer: FieldValue | null | undefined = command.type === 'abstain' ? null : answerTo(question, command.answer);
  if (answer === undefined) return err(refusal('invalid-ballot'));
  if (state.template.reasonRequired && !command.reason) return err(refusal('reason-required'));
  if (!isClause(state, command.clause)) return err(refusal('not-in-protocol'));
  const { round, stage, reason = null, clause = null } = command;
  const said = { item: item.content.id, round, stage, seat: me.seat, answer, reason: reason || null, clause };
  const { nonce, commitment } = circumstances.chance.seal(ballotText(said));
  const ballot = { ...said, nonce, castAt: circumstances.now };
  const event = { type: 'ballot-cast', item: said.item, round, stage, seat: me.seat, commitment } as const;
  const others = circumstances.ballots.filter((other) => !sameSlot(other, ballot));
  const events = withClosing(state, [event], { ...circumstances, ballots: [...others, ballot] });
  return ok({ events, ballot });
}

const isClause = (state: SessionState, clause: string | undefined): boolean =>
  clause === undefined || state.clauses.includes(clause);

const sameSlot = (a: SealedBallot, b: SealedBallot): boolean =>
  a.item === b.item && a.round === b.round && a.stage === b.stage && a.seat === b.seat;

/** Who leaves may be the one everybody waited for. */
function leave({ state }: Scene, event: SessionEvent, circumstances: Circumstances): Answer {
  return happened(...withClosing(state, [event], circumstances));
}

/** Where the template says `all-done`, questions close by themselves as soon as nobody is missing any more. */
export function withClosing(state: SessionState, events: readonly SessionEvent[], box: Round): readonly SessionEvent[] {
  const after = events.reduce((folded, event) => evolve(folded, event, state.id), state);
  const item = after.current === null ? undefined : itemStateOf(after, after.current);
  const waits = !item?.voting || missingSeats(after, item).length > 0;
  if (waits || state.template.unlock.kind !== 'all-done') return events;
  return [...events, ...withClosing(after, closing(after, item, box), box)];
}

function seal({ state, me }: Scene, { command, item }: OnItemCommand<'seal'>, at: Circumstances): Answer {
  if (!isClause(state, command.clause)) return err(refusal('not-in-protocol'));
  const outcome = outcomeOf(state, item, { command, by: me.seat, now: at.now, outline: at.outline });
  if (!outcome.ok) return err(refusal(outcome.error));
  return happened({ type: 'sealed', item: item.content.id, outcome: outcome.value });
}

/** The chair may hand the lead to any member; everybody else can only take it for themselves. */
function present({ state, me }: Scene, command: CommandOf<'present'>): Answer {
  const seat = command.seat ?? me.seat;
  if (seat !== me.seat && me.role !== 'chair') return err(refusal('not-allowed'));
  const member = state.people.some((p) => p.seat === seat && p.role !== 'observer' && state.joined.includes(seat));
  return member ? happened({ type: 'presenter-changed', seat }) : err(refusal('not-found'));
}
