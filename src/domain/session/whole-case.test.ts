/** An item about what was answered for a case as a whole: what is asked, what shows before the reveal, what is left. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casedProtocol, panelProtocol, plannedCase, plannedItem } from '#tests/factories/agenda.ts';
import { pureRoom, votingRoom, type Asked, type PureRoomOptions } from '#tests/factories/pure-room.ts';
import { idOf, type CaseId, type Seat } from '../kernel/id.ts';
import type { FieldValue, FieldValues } from '../protocol/field.ts';
import { recordView, seatView } from './projection.ts';
import { caseQuestionsOf } from './question.ts';
import { itemOf, readsOf } from './view.ts';

type Room = ReturnType<typeof votingRoom>;

const ALIKE: FieldValues = { complete: true, quality: 'adequate', remark: 'canary-one' };
const UNLIKE: FieldValues = { complete: true, quality: 'limited', remark: 'canary-two' };

const caseRoom = (answers: readonly [FieldValues, FieldValues], options: PureRoomOptions = {}): Room =>
  votingRoom({ ...options, protocol: casedProtocol, items: [plannedCase(idOf<CaseId>('case'), answers)] });

/** What chair, first and second answer to the open question. */
function vote(room: Room, stage: number, answers: readonly FieldValue[]): void {
  answers.forEach((answer, i) => {
    const who = ['chair', 'first', 'second'][i] ?? 'chair';
    room.send(who, { type: 'cast-ballot', item: room.on, round: 1, stage, answer, reason: `because ${who}` });
  });
}

const everything = (room: Room): string =>
  JSON.stringify([
    recordView(room.state()),
    ...['chair', 'first', 'second', 'observer'].map((who) =>
      seatView(room.state(), idOf<Seat>(room.seat(who)), room.box()),
    ),
  ]);

describe('an item about a case as a whole', () => {
  it('[SE24] asks every field of the case that readers are compared in and a panel can vote on, in the order of the protocol', () => {
    const protocol = casedProtocol();
    const asked = (agreement: Partial<typeof protocol.agreement>) =>
      caseQuestionsOf({ ...protocol, agreement: { ...protocol.agreement, ...agreement } }).map((q) => [
        q.stage,
        q.about,
      ]);
    expect(asked({})).toEqual([
      [0, 'complete'],
      [1, 'quality'],
    ]);
    expect(asked({ caseFields: ['remark', 'quality'] })).toEqual([[0, 'quality']]);
    expect(caseQuestionsOf(panelProtocol())).toEqual([]);
    const unasked: Partial<PureRoomOptions> = { items: [plannedCase(idOf<CaseId>('case'), [ALIKE, UNLIKE])] };
    expect(() => pureRoom(unasked)).toThrow();
  });

  it('[SE24] names no place, and asks the next question whatever came of the one before', () => {
    const room = caseRoom([ALIKE, UNLIKE]);
    expect(itemOf(recordView(room.state()), room.on)).toMatchObject({
      ...{ finding: null, question: 'Is the chest complete? · Image quality' },
      target: { box: null },
    });
    vote(room, 0, [true, false, 'cannot-tell']);
    expect(recordView(room.state()).floor.voting?.question.about).toBe('quality');
    vote(room, 1, ['limited', 'limited', 'adequate']);
    expect(room.item().phase).toBe('reveal');
  });

  it('[SE25] looks the same before the reveal whatever its readers answered, and whether or not they differ', () => {
    const answer = fc.record({
      complete: fc.boolean(),
      quality: fc.constantFrom('adequate', 'limited'),
      remark: fc.constantFrom('canary-one', 'canary-two'),
    });
    fc.assert(
      fc.property(answer, answer, (one, other) => {
        const [room, usual] = [caseRoom([one, other]), caseRoom([ALIKE, ALIKE])];
        for (const each of [room, usual]) vote(each, 0, [true, true]);
        expect(everything(room)).toBe(everything(usual));
        expect(everything(room)).not.toMatch(/canary|"field"/);
      }),
      { numRuns: 30 },
    );
  });

  it('[SE26] shows with the reveal what each reader answered, under letters, and in which fields they differ', () => {
    const room = caseRoom([ALIKE, UNLIKE]);
    vote(room, 0, [true, true, true]);
    vote(room, 1, ['limited', 'limited', 'adequate']);
    const view = recordView(room.state());
    expect(itemOf(view, room.on)?.revealed).toMatchObject({ kinds: ['field'], fields: ['quality'] });
    const reads = readsOf(view, room.on);
    expect(reads.map(({ letter, found, marks }) => [letter, found, marks])).toEqual([
      ['A', true, []],
      ['B', true, []],
    ]);
    expect(reads.map(({ attributes }) => attributes['quality']).sort()).toEqual(['adequate', 'limited']);
  });

  it('[SE27] is sealed like any other, and its line says which answer the panel settled', () => {
    const room = caseRoom([ALIKE, UNLIKE]);
    vote(room, 0, [true, true, true]);
    vote(room, 1, ['limited', 'limited', 'adequate']);
    room.send('chair', { type: 'decide', item: room.on });
    const seal: Asked = { type: 'seal', item: room.on, castingVotes: {} };
    expect(room.ask('chair', seal)).toMatchObject({ error: { code: 'cause-required' } });
    room.send('chair', { ...seal, cause: 'image-limits' });
    expect(room.item().outcome?.verdicts.map(({ question, result }) => [question.about, result])).toEqual([
      ['complete', { kind: 'settled', answer: true, by: 'rule' }],
      ['quality', { kind: 'settled', answer: 'limited', by: 'rule' }],
    ]);
    expect(recordView(room.state()).agenda[0]?.outcome).toBe('Image quality: Limited, 2 of 3');
  });

  it('[SE27] stands on one agenda with items about lesions', () => {
    const items = [plannedCase(idOf<CaseId>('one'), [ALIKE, UNLIKE]), plannedItem(idOf<CaseId>('two'))];
    const room = pureRoom({ protocol: casedProtocol, items });
    const shown = room.state().items.map(({ content }) => [content.finding?.id ?? null, content.questions.length]);
    expect(shown.sort()).toEqual([
      [null, 2],
      ['nodule', 3],
    ]);
  });
});
