/** Settles the item before the panel the way a disagreement is settled: split, reveal, talk, outline, vote again, seal. */
import { putComment } from '#documents/comment.ts';
import type { ItemId } from '#domain/kernel/id.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import { ask, recordAt, seatOf } from './whole.ts';
import { itemAt, shapeTogether, vote, type Panel } from './panel-line.ts';

export interface Settling {
  /** Answers of chair, first and second by stage, in round 1 and round 2. */
  readonly first: readonly (readonly FieldValue[])[];
  readonly second: readonly (readonly FieldValue[])[];
}

export async function settleItem(panel: Panel, item: ItemId, { first, second }: Settling): Promise<void> {
  const { whole, session, chair, record } = panel;
  const phase = (): string => itemAt(recordAt(record), item).phase;
  await ask(whole, chair, session, { type: 'open-item', item });
  await ask(whole, chair, session, { type: 'open-vote', item });
  await record.sees(() => phase() === 'vote');
  await vote(panel, item, { round: 1, answers: first });
  await record.sees(() => phase() === 'reveal');
  await ask(whole, chair, session, { type: 'discuss', item });
  await shapeTogether(panel, item);
  await comment(panel, item);
  await ask(whole, chair, session, { type: 'open-revote', item });
  await record.sees(() => phase() === 'revote');
  await vote(panel, item, { round: 2, answers: second });
  await record.sees(() => phase() === 'reveal' || phase() === 'decide');
  if (phase() === 'reveal') await ask(whole, chair, session, { type: 'decide', item });
  const seal = { type: 'seal', item, castingVotes: {}, reason: 'agreed at the table', cause: 'misread' } as const;
  await ask(whole, chair, session, seal);
  await record.sees(() => phase() === 'sealed');
}

export const COMMENT = 'The tag touches the pleura here.';

async function comment({ whole, session, others: [first] }: Panel, item: ItemId): Promise<void> {
  const desk = first.open({ kind: 'table', session, item });
  await desk.saved();
  const id = '018f6d2e-0000-7000-8000-0000000000c1';
  putComment(desk.doc, seatOf(whole, first, session), { id, thread: id, text: COMMENT });
  await desk.saved();
  desk.leave();
}
