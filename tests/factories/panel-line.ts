/** One item of a session, from the look to the sealed outcome, by three people with real connections. */
import { insertVertex, jointOf, moveVertex } from '#documents/joint.ts';
import type { ItemId, SessionId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import type { ItemView, RecordView } from '#domain/session/view.ts';
import { readsOf } from '#domain/session/view.ts';
import type { Desk } from './collab-client.ts';
import { ask, recordAt, type Somebody, type Whole } from './whole.ts';

export interface Panel {
  readonly whole: Whole;
  readonly session: SessionId;
  readonly chair: Somebody;
  readonly others: readonly [Somebody, Somebody];
  /** The chair's desk on `record:`. */
  readonly record: Desk;
}

export const itemAt = (view: RecordView, item: ItemId): ItemView => {
  const found = view[`item:${item}`];
  if (!found) throw new Error('the item is not shown');
  return found;
};

/** One round: `answers[stage]` are what chair, first and second answer; stages that are not asked are passed over. */
export async function vote(panel: Panel, item: ItemId, { round, answers }: Round): Promise<void> {
  const people = [panel.chair, ...panel.others];
  for (const [stage, ballots] of answers.entries()) {
    if (recordAt(panel.record).floor.voting?.question.stage !== stage) return;
    for (const [i, who] of people.entries()) {
      const answer = ballots[i];
      if (answer === undefined) continue;
      await ask(panel.whole, who, panel.session, {
        type: 'cast-ballot',
        item,
        round,
        stage,
        answer,
        reason: 'as I see it',
      });
    }
    await panel.record.sees(() => recordAt(panel.record).floor.voting?.question.stage !== stage);
  }
}

export interface Round {
  readonly round: number;
  readonly answers: readonly (readonly FieldValue[])[];
}

/** Both others shape the joint outline at once; resolves when each sees the other's vertex and the third person both. */
export async function shapeTogether(panel: Panel, item: ItemId): Promise<number> {
  const name = { kind: 'table', session: panel.session, item } as const;
  const desks = [panel.chair, ...panel.others].map((who) => who.open(name));
  const [chair, first, second] = desks;
  if (!chair || !first || !second) throw new Error('three desks are needed');
  const { target } = itemAt(recordAt(panel.record), item);
  const { frame, box } = target;
  if (!box) throw new Error('no place is in question');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const random = seeded(1);
  const chance = (): number => random.unit();
  const place = (at: [number, number]) => ({ frame, position: at, after: null, chance });
  insertVertex(first.doc, { id: VERTICES[0], ...place([x - 10, y]) });
  insertVertex(second.doc, { id: VERTICES[1], ...place([x + 10, y]) });
  insertVertex(first.doc, { id: VERTICES[2], ...place([x, y + 10]) });
  const count = (desk: Desk): number => [...jointOf(desk.doc).values()].flat().length;
  await Promise.all(desks.map((desk) => desk.sees(() => count(desk) === 3)));
  moveVertex(first.doc, VERTICES[1], [x + 12, y + 1]);
  moveVertex(second.doc, VERTICES[0], [x - 12, y - 1]);
  const moved = (desk: Desk): boolean => {
    const positions = new Map([...jointOf(desk.doc).values()].flat().map((v) => [v.id, v.position]));
    return positions.get(VERTICES[0])?.[0] === x - 12 && positions.get(VERTICES[1])?.[0] === x + 12;
  };
  await Promise.all(desks.map((desk) => desk.sees(() => moved(desk))));
  await Promise.all([first.saved(), second.saved()]);
  for (const desk of desks) desk.leave();
  return count(chair);
}

const VERTICES = [
  '018f6d2e-0000-7000-8000-0000000000a1',
  '018f6d2e-0000-7000-8000-0000000000a2',
  '018f6d2e-0000-7000-8000-0000000000a3',
] as const;

export const revealedReads = (panel: Panel, item: ItemId) => readsOf(recordAt(panel.record), item);
