/** The order of a list is content: it must not tell who came, stepped back or worked first. */
import { expect, it } from 'vitest';
import { recordView } from '#domain/session/projection.ts';
import { itemOf, type ItemView } from '#domain/session/view.ts';
import { pureRoom, type PureRoom } from '#tests/factories/pure-room.ts';

const PANEL = ['one', 'two', 'three', 'four', 'five'];

/** A sealed item of a panel whose people came, and whose last two stepped back, in the order given. */
function sealedAfter(coming: readonly string[]): ItemView {
  const room = pureRoom({ panellists: PANEL, template: { identity: 'aliased' }, outline: { json: '{}', journal: 40 } });
  for (const name of [...coming, 'chair']) room.send(name, { type: 'join' });
  const item = room.item().content.id;
  room.send('chair', { type: 'open-session' });
  room.send('chair', { type: 'open-item', item });
  room.send('chair', { type: 'open-vote', item });
  const leaving = coming.filter((name) => ['four', 'five'].includes(name));
  for (const name of leaving) room.send(name, { type: 'recuse', item, reason: 'conflict' });
  for (const name of ['chair', 'one', 'two', 'three'])
    room.send(name, { type: 'cast-ballot', item, round: 1, stage: 0, answer: 'no' });
  room.send('chair', { type: 'decide', item });
  room.send('chair', { type: 'seal', item, castingVotes: {}, cause: 'slip' });
  return shown(room);
}

function shown(room: PureRoom): ItemView {
  const view = itemOf(recordView(room.state()), room.item().content.id);
  if (!view) throw new Error('the item is not shown');
  return view;
}

it('[BL5] who was present, and who stepped back, is listed by seat and not by when they came or went', () => {
  const [one, other] = [sealedAfter(PANEL), sealedAfter([...PANEL].reverse())];
  expect(one.outcome?.present).toEqual([...(one.outcome?.present ?? [])].sort());
  expect(one.outcome?.present).toHaveLength(6);
  expect(other.outcome?.present).toEqual(one.outcome?.present);
  expect(other.revealed?.rounds).toEqual(one.revealed?.rounds);
  expect(one.revealed?.rounds[0]?.recused).toHaveLength(2);
});

it('[BL6] the outline of a decision leaves without its place in the journal, which counts the edits of everybody', () => {
  expect(JSON.stringify(sealedAfter(PANEL).outcome?.outline)).toBe('{"json":"{}"}');
});
