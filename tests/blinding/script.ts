/**
 * One meeting, from the lobby to the close, as a template has it: the lesion that one reader missed is voted on, revealed,
 * talked about, voted on again where the template has a second round, and sealed. In every step everybody looks around.
 */
import { putComment } from '#documents/comment.ts';
import { marksRootOf } from '#documents/table.ts';
import { putMark } from '#documents/marks.ts';
import { textOf } from '#documents/names.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import { hasVote } from '#domain/session/voting.ts';
import { itemStateOf, type SessionState } from '#domain/session/state.ts';
import { v4, v7 } from 'uuid';
import { ballotsOfRound } from '#server/store/sessions.ts';
import { ADMITTED, SEATED, type Role, type Visitor } from './cast.ts';
import { closePaths, readingPaths } from './doors.ts';
import { oddly, outlineAt, present, token, type Meeting } from './house.ts';
import { numberNeedle } from './search.ts';
import { secretText, secretsOfReads, toNobody, toThePanel } from './secrets.ts';
import { usualVoice, type Voice } from './voice.ts';
import { Visitors } from './visitors.ts';
import { Witness, type Step } from './witness.ts';

export interface Play {
  readonly at: Meeting;
  readonly witness: Witness;
  readonly visitors: Visitors;
  readonly random: Random;
  readonly voice: Voice;
  /** Looks at every door in every step. */
  readonly thorough: boolean;
}

export function newPlay(at: Meeting, thorough: boolean, voice: Partial<Voice> = {}): Play {
  const witness = new Witness();
  const random = seeded(7);
  const own = { ...usualVoice(random), ...voice };
  return { at, witness, visitors: new Visitors(at, witness), random, voice: own, thorough };
}

/** @param meanwhile runs while the first ballots lie in the box. */
export async function playMeeting(play: Play, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const { at, witness, visitors, voice } = play;
  const { item } = at;
  witness.hide(...secretsOfReads(at));
  await visitors.takeSeats();
  await draft(play);
  for (const who of ADMITTED) await command(play, who, { type: 'join' });
  await command(play, 'chair', { type: 'open-session' });
  await command(play, 'chair', { type: 'open-item', item });
  await begin(play, 'look');
  await lookAround(play);
  await command(play, 'chair', { type: 'open-vote', item });
  await begin(play, 'vote');
  await stepBack(play);
  await pointInPrivate(play);
  await vote(play, { round: 1, stage: 0, answers: voice.first, opensAt: 'revealed', reveals: true }, meanwhile);
  await talk(play);
  if (stateOf(at).template.maximumRounds > 1) await voteAgain(play);
  await command(play, 'chair', { type: 'decide', item });
  await seal(play);
  await begin(play, 'closed');
  await command(play, 'chair', { type: 'close-session' });
  await lookAround(play);
  witness.judge();
}

/** Everything of the step before has arrived and is judged. */
async function begin({ witness, visitors }: Play, step: Step): Promise<void> {
  await visitors.arrived();
  witness.enter(step);
}

/** Everybody asks at the doors near the session; at all of them where it matters most, or always in the long form. */
async function lookAround({ at, visitors, thorough }: Play, { everywhere = false } = {}): Promise<void> {
  await visitors.lookAround(everywhere || thorough ? readingPaths(at) : closePaths(at), {
    pry: everywhere || thorough,
  });
}

async function command({ at, visitors, voice }: Play, who: Visitor, asked: object): Promise<void> {
  voice.tick();
  const json = { commandId: v4(), ...asked };
  const answer = await visitors.ask(who, `/api/v1/sessions/${at.session}/commands`, { method: 'POST', json });
  if (!answer.ok) throw new Error(`${who}: ${JSON.stringify(asked)}: ${await answer.text()}`);
}

export const stateOf = (at: Meeting): SessionState => present(at.services.session.state(at.session), 'session');

/** A mark in a draft that is being written while the others meet. */
async function draft({ at, visitors, witness, voice }: Play): Promise<void> {
  const name = textOf({ kind: 'read', read: at.draft });
  const mark = { ...outlineAt([220, 220], 'solid', voice.drafting), frame: at.frames[1] };
  witness.hide(
    secretText('draft: id of the mark', mark.id, toNobody('drafter')),
    secretText('draft: attribute', String(mark.attributes['note']), toNobody('drafter')),
    ...mark.points.flat().map((value, i) => ({
      needle: numberNeedle(`draft: coordinate ${String(i)}`, value),
      ...toNobody('drafter'),
    })),
  );
  await visitors.line('drafter').edit(name, (doc) => putMark(doc, 'marks', mark));
  const held = at.services.collab.readDocument({ kind: 'read', read: at.draft }).roots['marks'] ?? {};
  if (!Object.hasOwn(held, mark.id)) throw new Error('the draft did not arrive');
}

async function stepBack(play: Play): Promise<void> {
  const reason = play.voice.reason('recused', 'conflict');
  play.witness.hide(secretText('reason of the recused', reason, toThePanel('recused', 'revealed')));
  await command(play, 'recused', { type: 'recuse', item: play.at.item, reason });
}

/** Nobody points, leads or talks in private, not even somebody whose client tries to. */
async function pointInPrivate({ at, visitors, witness, random }: Play): Promise<void> {
  const record = textOf({ kind: 'record', session: at.session });
  const table = textOf({ kind: 'table', session: at.session, item: at.item });
  const [x, y] = [oddly(210, random), oddly(310, random)];
  witness.hide(
    { needle: numberNeedle('cursor in private, x', x), ...toNobody('first') },
    { needle: numberNeedle('cursor in private, y', y), ...toNobody('first') },
  );
  const line = visitors.line('first');
  const cursor = { c: [x, y], f: `${at.frames[0].sop}/1`, t: 1 };
  // What is sent for a document before it is open waits until it opens, like everything else: here it is open or it is not sent.
  for (const name of line.docs.has(table) ? [record, table] : [record]) {
    line.point(name, cursor);
    line.whisper(name, JSON.stringify({ t: 'presenting', seq: 1, frame: at.frames[0], centre: [x, y], scale: 1 }));
  }
  await line.caughtUp();
}

/** A mark, a comment, a pointer and what the presenter looks at, on the open table. */
async function talk(play: Play): Promise<void> {
  const { at, visitors, witness, random } = play;
  const table = textOf({ kind: 'table', session: at.session, item: at.item });
  const record = textOf({ kind: 'record', session: at.session });
  await command(play, 'chair', { type: 'discuss', item: at.item });
  await command(play, 'chair', { type: 'present' });
  const [x, y] = [oddly(215, random), oddly(315, random)];
  const text = `comment-${token(random)}`;
  witness.hide(
    { needle: numberNeedle('cursor', x), ...toThePanel('first', 'revealed') },
    { needle: numberNeedle('what the presenter looks at', y), ...toThePanel('chair', 'revealed') },
    secretText('comment', text, toThePanel('first', 'revealed')),
  );
  const seat = present(at.seats.get('first'), 'seat');
  const first = visitors.line('first');
  await first.edit(table, (doc) => {
    const id = v7();
    putComment(doc, seat, { id, thread: id, text });
    putMark(doc, marksRootOf(seat), outlineAt([180, 180], 'solid', random));
  });
  first.point(table, { c: [x, 100], f: `${at.frames[0].sop}/1`, t: 1 });
  const keyframe = { t: 'presenting', seq: 1, frame: at.frames[0], centre: [100, y], scale: 1 };
  visitors.line('chair').whisper(record, JSON.stringify(keyframe));
  for (const who of ['second', 'observer'] as const)
    await Promise.all(
      [text, String(x), String(y)].map((heard) => visitors.line(who).sees(() => witness.hasHeard(who, heard))),
    );
}

interface Round {
  readonly round: number;
  readonly stage: number;
  readonly answers: Readonly<Record<string, FieldValue>>;
  /** When what is said in it is published. */
  readonly opensAt: Step;
  /** Whether it is the last question of its round. */
  readonly reveals: boolean;
}

/** Every rule passes with these: the next question is asked while the ballots stay sealed. */
const UNITED = { chair: 'yes', first: 'yes', second: 'yes', third: 'yes' };
const TEXTURES = { chair: 'solid', first: 'solid', second: 'part-solid', third: 'solid' };
const MARGINS = { chair: ['lobulated'], first: ['spiculated'], second: ['lobulated'], third: ['lobulated'] };

async function voteAgain(play: Play): Promise<void> {
  const { item } = play.at;
  await command(play, 'chair', { type: 'open-revote', item });
  await begin(play, 'private again');
  await pointInPrivate(play);
  const opensAt = 'revealed again';
  // Where all must agree the panel does, or further rounds would be due.
  const said = stateOf(play.at).template.rule.kind === 'unanimous' ? asTheChair : asEachSees;
  const asked = itemStateOf(stateOf(play.at), item)?.content.questions.length ?? 0;
  for (const [stage, answers] of [UNITED, TEXTURES, MARGINS].slice(0, asked).entries())
    await vote(play, { round: 2, stage, answers: said(answers), opensAt, reveals: stage === asked - 1 });
}

type Answers = Readonly<Record<'chair' | 'first' | 'second' | 'third', FieldValue>>;
const asEachSees = (answers: Answers): Answers => answers;
const asTheChair = ({ chair }: Answers): Answers => ({ chair, first: chair, second: chair, third: chair });

async function vote(play: Play, round: Round, meanwhile: () => Promise<void> = nothing): Promise<void> {
  const voters = play.voice.order(votersOf(play.at));
  const byItself = stateOf(play.at).template.unlock.kind === 'all-done';
  for (const [i, role] of voters.entries()) {
    const last = i === voters.length - 1;
    if (last) await lookWhileSealed(play, round, meanwhile);
    if (last && byItself && round.reveals) await begin(play, round.opensAt);
    await cast(play, role, round);
  }
  if (!byItself) {
    await play.visitors.arrived();
    if (round.reveals) await begin(play, round.opensAt);
    await command(play, 'chair', { type: 'close-stage', item: play.at.item, round: round.round, stage: round.stage });
  }
  if (!round.reveals) return;
  const table = textOf({ kind: 'table', session: play.at.session, item: play.at.item });
  for (const who of ADMITTED) if (round.round === 1) await play.visitors.mustOpen(who, table);
  await lookAround(play);
}

const nothing = (): Promise<void> => Promise.resolve();

const votersOf = ({ seats, session, services }: Meeting): Role[] => {
  const { people, template } = present(services.session.state(session), 'session');
  const bySeat = new Map(people.filter((person) => hasVote(person, template)).map((person) => [person.seat, person]));
  return SEATED.filter((role) => role !== 'recused' && bySeat.has(present(seats.get(role), role)));
};

/** The panel's first question and, in the round after, the one that is asked while an earlier one is sealed already. */
async function lookWhileSealed(play: Play, { round, stage }: Round, meanwhile: () => Promise<void>): Promise<void> {
  if (play.thorough || round === 1 || stage === 1) await lookAround(play, { everywhere: round === 1 });
  await meanwhile();
  await play.visitors.arrived();
}

async function cast(play: Play, role: Role, { round, stage, answers, opensAt }: Round): Promise<void> {
  const { at, witness, voice } = play;
  const what = `${role}: reason in round ${String(round)}, question ${String(stage)}`;
  const reason = voice.reason(role, `because-${String(round)}-${String(stage)}`);
  witness.hide(secretText(what, reason, toThePanel(role, opensAt)));
  const answer = answers[role] ?? 'cannot-tell';
  await command(play, role, { type: 'cast-ballot', item: at.item, round, stage, reason, clause: 'pleura', answer });
  hideBallot(play, role, { round, stage });
}

/** When exactly somebody voted, and what seals the ballot, is never told to anybody. */
function hideBallot({ at, witness }: Play, role: Role, { round, stage }: { round: number; stage: number }): void {
  const seat = present(at.seats.get(role), role);
  const place = { item: at.item, round };
  const ballot = ballotsOfRound(at.services.store.db, at.session, place).find(
    (one) => one.seat === seat && one.stage === stage,
  );
  const { castAt, nonce } = present(ballot, 'ballot');
  const name = `${role}: ballot in round ${String(round)}, question ${String(stage)}`;
  witness.hide(
    { needle: numberNeedle(`${name}, time`, castAt), ...toNobody(role) },
    secretText(`${name}, nonce`, nonce, toNobody(null)),
  );
}

async function seal(play: Play): Promise<void> {
  const reason = `agreed-${token(play.random)}`;
  play.witness.hide(secretText('reason of the decision', reason, toThePanel('chair', 'sealed')));
  await begin(play, 'sealed');
  await command(play, 'chair', { type: 'seal', item: play.at.item, castingVotes: {}, reason, cause: 'misread' });
}
