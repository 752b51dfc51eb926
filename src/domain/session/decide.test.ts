import { describe, expect, it } from 'vitest';
import { plannedItem } from '#tests/factories/agenda.ts';
import { pureRoom, userOf, votingRoom, type Asked } from '#tests/factories/pure-room.ts';
import { idOf, type CaseId, type ItemId, type Seat } from '../kernel/id.ts';
import { possible, sceneOf } from './guards.ts';
import { recordView, seatView } from './projection.ts';
import { personOf } from './state.ts';
import { itemOf, readsOf } from './view.ts';

type Room = ReturnType<typeof votingRoom>;

const ballot = (item: ItemId, answer: string, { stage = 0, round = 1 } = {}): Asked => ({
  type: 'cast-ballot',
  item,
  round,
  stage,
  answer,
  reason: `because ${answer}`,
});

/** Ballots of chair, first, second on the open question. */
const vote = (room: Room, answers: readonly string[], at: { stage?: number; round?: number } = {}): void => {
  answers.forEach((answer, index) =>
    room.send(['chair', 'first', 'second'][index] ?? 'chair', ballot(room.on, answer, at)),
  );
};
const code = (room: Room, name: string, command: Asked): string => {
  const answer = room.ask(name, command);
  return answer.ok ? 'ok' : answer.error.code;
};
const settle = (room: Room, castingVotes: Record<string, string> = {}): string =>
  code(room, 'chair', { type: 'seal', item: room.on, castingVotes, cause: 'misread' });
const offered = (room: Room, name: string): string[] => {
  const me = personOf(room.state(), userOf(name));
  return me ? possible(sceneOf(room.state(), me)) : [];
};
const seatOf = (room: Room, name: string): Seat => idOf<Seat>(room.seat(name));

describe('voting', () => {
  it('[SN30] asks the class only when existence has passed with yes', () => {
    const passed = votingRoom();
    vote(passed, ['yes', 'yes', 'no']);
    expect(recordView(passed.state()).floor.voting).toMatchObject({
      question: { about: 'texture' },
      closed: [{ passed: true }],
      cast: 0,
      of: 3,
    });
    for (const answers of [
      ['no', 'no', 'yes'],
      ['yes', 'no', 'cannot-tell'],
      ['cannot-tell', 'cannot-tell', 'yes'],
    ]) {
      const stopped = votingRoom();
      vote(stopped, answers);
      expect(stopped.item().phase).toBe('reveal');
      expect(stopped.item().rounds[0]?.stages).toHaveLength(1);
    }
  });

  it('[SN31] a ballot may be replaced until its question closes, each time as an event; then it is too late', () => {
    const room = votingRoom();
    vote(room, ['yes', 'no']);
    room.send('chair', ballot(room.on, 'no'));
    expect(room.events().filter((event) => event.type === 'ballot-cast')).toHaveLength(3);
    expect(room.item().voting?.box).toHaveLength(2);
    room.send('second', ballot(room.on, 'no'));
    expect(room.item().rounds[0]?.stages[0]?.count.tally).toEqual([{ answer: 'no', count: 3 }]);
    expect(code(room, 'chair', ballot(room.on, 'yes'))).toBe('wrong-phase');
  });

  it('[SN32] a ballot on a question that is closed already is refused and counts nowhere', () => {
    const room = votingRoom();
    vote(room, ['yes', 'yes', 'yes']);
    expect(code(room, 'first', ballot(room.on, 'no'))).toBe('voting-closed');
    expect(code(room, 'first', ballot(room.on, 'solid', { stage: 1, round: 2 }))).toBe('voting-closed');
    expect(code(room, 'first', ballot(room.on, 'yes', { stage: 1 }))).toBe('invalid-ballot');
  });

  it('[SN33] an abstention is a ballot without an answer', () => {
    const room = votingRoom();
    vote(room, ['no', 'no']);
    room.send('second', { type: 'abstain', item: room.on, round: 1, stage: 0 });
    expect(room.item().rounds[0]?.stages[0]?.count).toMatchObject({ abstained: 1, of: 2 });
  });

  it('[SN34] observers, strangers and people who have not joined cannot vote', () => {
    const room = votingRoom();
    expect(code(room, 'observer', ballot(room.on, 'yes'))).toBe('not-eligible');
    expect(code(room, 'stranger', ballot(room.on, 'yes'))).toBe('not-found');
    const early = pureRoom();
    expect(early.ask('first', ballot(early.item().content.id, 'yes'))).toMatchObject({
      error: { code: 'item-not-current' },
    });
  });

  it('[SN35] who comes while the first question is open may vote; who comes later waits for the next round', () => {
    const start = (): Room => {
      const base = pureRoom({ panellists: ['first', 'second'] });
      const on = base.item().content.id;
      for (const name of ['chair', 'first']) base.send(name, { type: 'join' });
      base.send('chair', { type: 'open-session' });
      base.send('chair', { type: 'open-item', item: on });
      base.send('chair', { type: 'open-vote', item: on });
      return { ...base, on };
    };
    const early = start();
    early.send('second', { type: 'join' });
    vote(early, ['yes', 'yes', 'no']);
    expect(early.item().voting?.closed[0]?.eligible).toHaveLength(3);
    const late = start();
    vote(late, ['yes', 'yes']);
    late.send('second', { type: 'join' });
    expect(code(late, 'second', ballot(late.on, 'solid', { stage: 1 }))).toBe('not-eligible');
  });

  it('[SN36] who is recused leaves the denominator with the open ballot, and the last one missing closes the question', () => {
    const room = votingRoom();
    room.send('first', ballot(room.on, 'yes'));
    room.send('chair', ballot(room.on, 'no'));
    room.send('first', { type: 'recuse', item: room.on, reason: 'treated this patient' });
    expect(JSON.stringify(recordView(room.state()))).not.toContain('treated this patient');
    expect(recordView(room.state()).floor.voting).toMatchObject({ cast: 1, of: 2 });
    room.send('second', { type: 'recuse', item: room.on, reason: 'wrote the report' });
    expect(room.item().rounds[0]?.stages[0]?.count).toMatchObject({
      of: 1,
      standing: { kind: 'passed', answer: 'no' },
    });
    expect(itemOf(recordView(room.state()), room.on)?.revealed?.rounds[0]?.recused).toHaveLength(2);
    expect(code(room, 'first', { type: 'present' })).toBe('not-eligible');
  });

  it('[SN37] the chair can go on without somebody who is missing, never without somebody who voted', () => {
    const room = votingRoom();
    vote(room, ['no', 'no']);
    expect(code(room, 'chair', { type: 'excuse', item: room.on, seat: seatOf(room, 'first') })).toBe('not-eligible');
    expect(code(room, 'first', { type: 'excuse', item: room.on, seat: seatOf(room, 'second') })).toBe('not-allowed');
    room.send('chair', { type: 'excuse', item: room.on, seat: seatOf(room, 'second') });
    expect(room.item().phase).toBe('reveal');
    expect(room.item().rounds[0]?.excused).toEqual([room.seat('second')]);
  });

  it('[SN38] with a quorum the chair closes, not before', () => {
    const room = votingRoom({ template: { unlock: { kind: 'quorum', ballots: 2 } } });
    const close: Asked = { type: 'close-stage', item: room.on, round: 1, stage: 0 };
    room.send('first', ballot(room.on, 'no'));
    expect(code(room, 'chair', close)).toBe('ballots-missing');
    room.send('second', ballot(room.on, 'no'));
    expect(offered(room, 'first')).not.toContain('close-stage');
    room.send('chair', close);
    expect(room.item().phase).toBe('reveal');
  });

  it('[SN39] a required reason is required, and a cited clause must exist', () => {
    const room = votingRoom({ template: { reasonRequired: true } });
    const { on } = room;
    const bare: Asked = { type: 'cast-ballot', item: on, round: 1, stage: 0, answer: 'yes' };
    expect(code(room, 'first', bare)).toBe('reason-required');
    expect(code(room, 'first', { ...bare, reason: 'tag', clause: '9.9' })).toBe('not-in-protocol');
    expect(code(room, 'first', { ...bare, reason: 'tag', clause: 'pleura' })).toBe('ok');
  });
});

describe('the reveal', () => {
  it('[SN40] brings all ballots of the round by seat, and the reads under letters with fresh ids', () => {
    const room = votingRoom({ items: [plannedItem(idOf<CaseId>('case'), { canary: 'part-solid' })] });
    vote(room, ['no', 'no', 'yes']);
    const ballots = room.item().rounds[0]?.stages[0]?.ballots ?? [];
    expect(ballots.map((b) => b.seat)).toEqual(ballots.map((b) => b.seat).sort());
    expect(ballots.every((b) => b.nonce.startsWith('nonce-'))).toBe(true);
    const reads = readsOf(recordView(room.state()), room.on);
    expect(reads.map((read) => read.letter)).toEqual(['A', 'B']);
    const [mark] = reads.find((read) => read.found)?.marks ?? [];
    const original = room.item().content.reads.find((read) => read.lesion)?.lesion?.marks[0];
    expect(mark?.points).toEqual(original?.points);
    expect(mark?.id).not.toBe(original?.id);
    expect(mark?.lesion).toBe(mark?.id);
  });

  it('[SN41] draws the letters anew: over many items a read is not tied to a letter', () => {
    const firsts = Array.from({ length: 40 }, (_, seed) => {
      const room = votingRoom({ seed });
      vote(room, ['no', 'no', 'no']);
      return room.item().reads?.find((read) => read.found)?.letter;
    });
    expect(new Set(firsts)).toEqual(new Set(['A', 'B']));
  });

  it('[SN42] a re-vote starts with an empty box', () => {
    const room = votingRoom();
    vote(room, ['yes', 'no', 'no']);
    room.send('chair', { type: 'discuss', item: room.on });
    room.send('chair', { type: 'open-revote', item: room.on });
    expect(recordView(room.state()).floor).toMatchObject({ phase: 'revote', voting: { round: 2, cast: 0, of: 3 } });
    expect(seatView(room.state(), seatOf(room, 'first'), room.box())?.item?.ballots).toEqual([]);
    vote(room, ['no', 'no', 'no'], { round: 2 });
    expect(room.item().rounds.map((round) => round.stages[0]?.count.tally.length)).toEqual([2, 1]);
    expect(code(room, 'chair', { type: 'open-revote', item: room.on })).toBe('no-round-left');
  });
});

describe('the decision', () => {
  const tiedRoom = (tie: 'chair' | 'unresolved' | 'another-round'): Room => {
    const room = votingRoom({ template: { tie, chair: tie === 'chair' ? 'casting-vote' : 'votes' } });
    const names = tie === 'chair' ? ['first', 'second'] : ['chair', 'first', 'second'];
    const answers = ['yes', 'no', 'cannot-tell'];
    names.forEach((name, index) => room.send(name, ballot(room.on, answers[index] ?? 'yes')));
    return room;
  };

  it('[SN50] at a tie the chair has a casting vote, for a tied answer only, recorded as such', () => {
    const room = tiedRoom('chair');
    room.send('chair', { type: 'decide', item: room.on });
    const form = seatView(room.state(), seatOf(room, 'chair'), [])?.chair?.decision;
    expect(form).toMatchObject({ ties: [{ leaders: ['yes', 'no'] }], causeRequired: true });
    expect(settle(room, { existence: 'cannot-tell' })).toBe('casting-vote-refused');
    expect(settle(room, { existence: 'no' })).toBe('ok');
    expect(room.item().outcome?.verdicts[0]).toMatchObject({
      result: { kind: 'settled', answer: 'no', by: 'casting-vote' },
      dissents: [{ answer: 'yes', reason: 'because yes' }],
    });
    expect(recordView(room.state()).agenda[0]?.outcome).toBe('No, 1 of 2, casting vote');
  });

  it('[SN51] a tie without a casting vote stays unresolved, and every position is kept', () => {
    const room = tiedRoom('unresolved');
    room.send('chair', { type: 'decide', item: room.on });
    expect(settle(room, { existence: 'yes' })).toBe('casting-vote-refused');
    expect(settle(room)).toBe('ok');
    expect(room.item().outcome?.verdicts[0]).toMatchObject({ result: { kind: 'unresolved' } });
    expect(room.item().outcome?.verdicts[0]?.dissents).toHaveLength(3);
    expect(recordView(room.state()).agenda[0]?.outcome).toBe('Unresolved, 1–1–1');
  });

  it('[SN52] where the template asks for another round, it comes before the decision while there is one left', () => {
    const room = tiedRoom('another-round');
    expect(offered(room, 'chair')).not.toContain('decide');
    expect(code(room, 'chair', { type: 'decide', item: room.on })).toBe('further-round-due');
    room.send('chair', { type: 'open-revote', item: room.on });
    vote(room, ['yes', 'no', 'cannot-tell'], { round: 2 });
    room.send('chair', { type: 'decide', item: room.on });
    expect(settle(room)).toBe('ok');
  });

  it('[SN53] the chair cannot contradict a rule that passed, nor leave out why the reads disagreed', () => {
    const room = votingRoom();
    vote(room, ['no', 'no', 'yes']);
    room.send('chair', { type: 'decide', item: room.on });
    expect(settle(room, { existence: 'yes' })).toBe('casting-vote-refused');
    expect(code(room, 'chair', { type: 'seal', item: room.on, castingVotes: {} })).toBe('cause-required');
    expect(code(room, 'first', { type: 'seal', item: room.on, castingVotes: {}, cause: 'slip' })).toBe('not-allowed');
    expect(settle(room)).toBe('ok');
    expect(settle(room)).toBe('wrong-phase');
    expect(room.item().outcome).toMatchObject({ cause: 'misread', rounds: 1, sealedBy: room.seat('chair') });
    expect(room.item().outcome?.present).toHaveLength(4);
  });
});

describe('the room', () => {
  it('[SN60] a parked item goes on where it was, its sealed ballots in the box', () => {
    const items = ['one', 'two'].map((name) => plannedItem(idOf<CaseId>(name)));
    const room = votingRoom({ items });
    room.send('first', ballot(room.on, 'no'));
    const other = room.item(2).content.id;
    expect(code(room, 'chair', { type: 'open-item', item: other })).toBe('item-open');
    room.send('chair', { type: 'park', item: room.on });
    room.send('chair', { type: 'open-item', item: other });
    expect(code(room, 'first', ballot(room.on, 'yes'))).toBe('item-not-current');
    room.send('chair', { type: 'park', item: other });
    room.send('chair', { type: 'open-item', item: room.on });
    expect(recordView(room.state()).floor).toMatchObject({ phase: 'vote', voting: { cast: 1 } });
  });

  it('[SN61] nobody leads the view in private; afterwards one at a time, and the chair may hand over', () => {
    const room = votingRoom();
    expect(code(room, 'first', { type: 'present' })).toBe('wrong-phase');
    vote(room, ['no', 'no', 'yes']);
    room.send('first', { type: 'present' });
    expect(code(room, 'second', { type: 'present' })).toBe('already-presenting');
    expect(code(room, 'second', { type: 'stop-presenting' })).toBe('not-allowed');
    expect(code(room, 'observer', { type: 'present' })).toBe('not-allowed');
    room.send('chair', { type: 'present', seat: seatOf(room, 'second') });
    expect(recordView(room.state()).floor.presenter).toBe(room.seat('second'));
    room.send('chair', { type: 'open-revote', item: room.on });
    expect(recordView(room.state()).floor.presenter).toBeNull();
  });

  it('[SN62] under aliases no name leaves the server but to its owner, until the close where the template says so', () => {
    for (const identity of ['aliased', 'aliased-until-close'] as const) {
      const room = votingRoom({ template: { identity } });
      const seen = (): string =>
        JSON.stringify(recordView(room.state())) + JSON.stringify(seatView(room.state(), seatOf(room, 'chair'), []));
      expect(
        recordView(room.state())
          .people.map((p) => p.label)
          .sort(),
      ).toEqual(['Chair', 'Observer 1', 'Panellist 1', 'Panellist 2']);
      expect(seen()).not.toMatch(/"(first|second)"/);
      room.send('chair', { type: 'park', item: room.on });
      room.send('chair', { type: 'close-session' });
      expect(/"first"/.test(seen())).toBe(identity === 'aliased-until-close');
    }
  });

  it('[SN63] who is missing is for the chair, and for everybody only where the template says so', () => {
    for (const missingShownTo of ['chair', 'everybody'] as const) {
      const room = votingRoom({ template: { missingShownTo } });
      room.send('first', ballot(room.on, 'no'));
      const missing = ['chair', 'second'].map((name) => room.seat(name)).sort();
      expect(recordView(room.state()).floor.voting?.missing).toEqual(missingShownTo === 'chair' ? null : missing);
      expect(seatView(room.state(), seatOf(room, 'chair'), [])?.chair?.missing).toEqual(missing);
      expect(seatView(room.state(), seatOf(room, 'first'), [])?.chair).toBeNull();
    }
  });

  it('[SN64] clinical context beyond the first stage opens with the first reveal', () => {
    const room = votingRoom();
    const context = () => itemOf(recordView(room.state()), room.on)?.context;
    expect(context()).toEqual({ shown: { age: '64 y' }, more: true });
    vote(room, ['no', 'no', 'yes']);
    expect(context()).toEqual({ shown: { age: '64 y', history: 'history solid' }, more: false });
  });

  it('[SN65] no command changes a closed session', () => {
    const room = votingRoom();
    room.send('chair', { type: 'park', item: room.on });
    room.send('chair', { type: 'close-session' });
    for (const name of ['chair', 'first', 'observer']) expect(offered(room, name)).toEqual([]);
    expect(code(room, 'first', { type: 'join' })).toBe('session-closed');
  });
});
