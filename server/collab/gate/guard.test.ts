import { expect, test } from 'vitest';
import * as Y from 'yjs';

import { putMark } from '#documents/marks.ts';
import { marksRootOf, putNote } from '#documents/table.ts';
import { mark, seatOf, uuid } from '#tests/factories/collab.ts';
import { GatedTable, admissionOf } from '#tests/factories/gated-table.ts';
import { any, collected, craft, craftAll, deleted, type } from '#tests/factories/hostile.ts';
import { testStore } from '#tests/factories/store.ts';
import { createGrowth } from './growth.ts';
import { CLIENT_IDS, DOCUMENT_BYTES } from '#server/collab/limits.ts';

const root = marksRootOf(seatOf('ann'));
const fresh = { client: 4_000_000, clock: 0 };
const gated = (): GatedTable => new GatedTable(testStore().store);

test('[GT18] a document takes nothing more when it is as large as it may be, and goes on when it was made smaller', () => {
  const growth = createGrowth();
  const doc = new Y.Doc();
  const big = 'x'.repeat(DOCUMENT_BYTES - 100_000);
  doc.getMap('notes').set('summary', big);
  // The first measurement comes with an eighth of the limit.
  expect(growth.takes(doc, DOCUMENT_BYTES / 8 + 1)).toBe(true);
  expect(growth.takes(doc, 200_000)).toBe(false);
  expect(growth.takes(doc, 50_000)).toBe(true);
  doc.getMap('notes').delete('summary');
  expect(growth.takes(doc, 90_000)).toBe(true);
});

test('[GT15] one catch-up for each connection may be large, a second one and a live edit may not', async () => {
  const large = (client: number) => collected({ client, clock: 0 }, 3000);
  const table = gated();
  const ann = admissionOf('ann');
  expect(await table.send(ann, large(1))).toBe('too-large');
  expect(await table.send(ann, large(2), true)).toBe('taken');
  expect(await table.send(ann, large(3), true)).toBe('too-large');
  expect(await table.send(admissionOf('ann'), large(4), true)).toBe('taken');
  expect(await table.send(admissionOf('ann'), collected({ client: 5, clock: 0 }, 50_001), true)).toBe('too-large');
});

test('[GT19] a frozen document takes nothing: no mark, no deletion, not even what shows nowhere', async () => {
  const table = gated();
  const doc = new Y.Doc();
  putMark(doc, root, mark(1));
  const ann = admissionOf('ann');
  expect(await table.send(ann, Y.encodeStateAsUpdate(doc))).toBe('taken');
  const item = doc.getMap<Y.Map<unknown>>(root).get(uuid(1))?._item;
  if (!item) throw new Error('there is no mark');
  table.frozen = true;
  const before = table.fingerprint();
  const attempts = [
    collected(fresh, 1),
    craft({ id: fresh, parent: root, key: uuid(2), content: type(1) }),
    craft({ id: fresh, parent: item.id, key: 'finding', content: any('x') }),
    craftAll([], [{ client: item.id.client, clock: item.id.clock, length: 1 }]),
  ];
  for (const update of attempts) expect(await table.send(ann, update)).toBe('root-denied');
  expect(await table.send(ann, Y.encodeStateAsUpdate(doc))).toBe('nothing new');
  expect(table.fingerprint()).toEqual(before);
});

test('[GT3] what goes on from something known goes on where that stands, not where it says', async () => {
  const table = gated();
  const ann = admissionOf('ann');
  const note = (length: number) => craft({ id: fresh, parent: 'notes', key: 'summary', content: deleted(length) });
  expect(await table.send(ann, note(2))).toBe('taken');
  const elsewhere = craft({ id: fresh, parent: 'joint', key: uuid(1), content: deleted(4) });
  expect(await table.send(ann, elsewhere)).toBe('root-denied');
  expect(await table.send(ann, note(4))).toBe('taken');
});

test('[GT5] who may only look cannot write anything new', async () => {
  const table = gated();
  const ann = admissionOf('ann', 'read');
  expect(await table.send(ann, collected(fresh, 1))).toBe('read-only');
  expect(await table.send(ann, craft({ id: fresh, parent: root, key: uuid(2), content: type(1) }))).toBe('read-only');
});

test('[GT18] entries, values and client ids of a person are counted', async () => {
  const table = gated();
  const ann = admissionOf('ann');
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = 0; i < 50; i++) putNote(doc, `n${String(i)}`, 'x');
  });
  expect(await table.send(ann, Y.encodeStateAsUpdate(doc))).toBe('taken');
  putNote(doc, 'one-more', 'x');
  expect(await table.send(ann, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(table.doc)))).toBe('value-denied');
  for (let i = 1; i < CLIENT_IDS; i++) table.room.clients.set(i, ann.actor.user);
  expect(await table.send(ann, collected(fresh, 1))).toBe('identity-taken');
});

test('[GT14] an id somebody announced is theirs as long as a connection of theirs is there', async () => {
  const table = gated();
  const [ann, annAgain, ben] = [admissionOf('ann'), admissionOf('ann'), admissionOf('ben')];
  const { identities, doc } = table;
  const edit = (seat: string, client: number) =>
    craft({ id: { client, clock: 0 }, parent: marksRootOf(seatOf(seat)), key: uuid(2), content: type(1) });
  expect([identities.announce(ann, doc, 7), identities.announce(annAgain, doc, 7)]).toEqual([true, true]);
  expect(identities.announce(ben, doc, 7)).toBe(false);
  expect(await table.send(ben, edit('ben', 7))).toBe('identity-taken');
  await leaves(table, ann);
  expect(await table.send(ben, edit('ben', 7))).toBe('identity-taken');
  await leaves(table, annAgain);
  expect(await table.send(ben, edit('ben', 7))).toBe('taken');
  expect(identities.announce(ann, doc, 7)).toBe(false);
});

test('[GT14] so many ids of one connection, not more', () => {
  const { identities, doc } = gated();
  const ann = admissionOf('ann');
  expect([1, 2, 3, 4, 5, 1].map((id) => identities.announce(ann, doc, id))).toEqual([
    true,
    true,
    true,
    true,
    false,
    true,
  ]);
});

async function leaves({ identities, doc }: GatedTable, admission: ReturnType<typeof admissionOf>): Promise<void> {
  const gone = { context: { admission }, document: doc } as unknown;
  await identities.extension.onDisconnect?.(
    gone as Parameters<NonNullable<typeof identities.extension.onDisconnect>>[0],
  );
}
