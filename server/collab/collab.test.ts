import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertVertex, moveVertex, outlineOn } from '#documents/joint.ts';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import { proofOf } from '#documents/proof.ts';
import { MARKS, readContentIn, putAnswer } from '#documents/read.ts';
import { projectionOf } from '#documents/projection.ts';
import { RECORD as RECORD_ROOT } from '#documents/record.ts';
import { marksRootOf } from '#documents/table.ts';
import { sitDown, type Desk, type DeskOptions } from '#tests/factories/collab-client.ts';
import {
  RECORD,
  ROWS_PER_KEYFRAME,
  TABLE,
  mark,
  readOf,
  seatOf,
  serveCollab,
  uuid,
  type CollabServer,
} from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';
import { textOf, type DocumentName } from '#documents/names.ts';

let server: CollabServer;
const desks: Desk[] = [];

beforeEach(async () => {
  server = await serveCollab(testStore().store);
});

afterEach(async () => {
  for (const desk of desks.splice(0)) desk.leave();
  await server.close();
});

function open(token: string, name: DocumentName, options: Partial<DeskOptions> = {}): Desk {
  const desk = sitDown(name, { url: server.url, token, ...options });
  desks.push(desk);
  return desk;
}

const frame = { sop: '1.2.3', frame: 1 };
const [annsRoot, bensRoot] = [marksRootOf(seatOf('ann')), marksRootOf(seatOf('ben'))];

test('[CO1] honest edits of two people converge and are in the journal under their names', async () => {
  const [ann, ben] = [open('ann', TABLE), open('ben', TABLE)];
  putMark(ann.doc, annsRoot, mark(1));
  putMark(ben.doc, bensRoot, mark(2));
  await Promise.all([ann.saved(), ben.saved()]);
  await Promise.all([
    ann.sees((doc) => marksOf(doc, bensRoot).length === 1),
    ben.sees((doc) => marksOf(doc, annsRoot).length === 1),
  ]);
  const { roots } = server.collab.readDocument(TABLE);
  expect(Object.keys(roots)).toEqual([annsRoot, bensRoot]);
  const text = textOf(TABLE);
  expect([...server.journal.rows(text)].map((row) => row.user).sort()).toEqual(['ann', 'ben']);
});

test('[CO2] two people shape one outline at once and both vertices move', async () => {
  const [ann, ben] = [open('ann', TABLE), open('ben', TABLE)];
  insertVertex(ann.doc, { id: uuid(1), frame, position: [0, 0], after: null, chance: () => 0.5 });
  insertVertex(ann.doc, { id: uuid(2), frame, position: [9, 9], after: uuid(1), chance: () => 0.5 });
  await ben.sees((doc) => outlineOn(doc, frame).length === 2);
  moveVertex(ann.doc, uuid(1), [1, 1]);
  moveVertex(ben.doc, uuid(2), [8, 8]);
  const both = (doc: Y.Doc): boolean =>
    outlineOn(doc, frame)
      .map((v) => v.position.join())
      .join(' ') === '1,1 8,8';
  await Promise.all([ann.sees(both), ben.sees(both)]);
  expect(ann.messages).toEqual([]);
});

test('[CO3] work done offline arrives as one catch-up, and one person may come with several windows', async () => {
  const offline = new Y.Doc();
  for (let i = 0; i < 300; i++) putMark(offline, MARKS, mark(i, i));
  for (let i = 0; i < 100; i++) removeMark(offline, MARKS, uuid(i));
  putMark(offline, MARKS, mark(200, 7));
  const window = open('ann', readOf('ann'), { doc: offline });
  await window.saved();
  const second = open('ann', readOf('ann'));
  await second.sees((doc) => marksOf(doc).length === 200);
  putMark(second.doc, MARKS, mark(201, 8));
  await second.saved();
  await window.sees((doc) => marksOf(doc).some((m) => m.points[0]?.[0] === 8));
});

test('[CO4] the server reads its own copy back: content, proof of edits, journal number, loaded or not', async () => {
  const ann = open('ann', readOf('ann'));
  putMark(ann.doc, MARKS, mark(1));
  putAnswer(ann.doc, 'quality', 'good');
  await ann.saved();
  const proof = proofOf(ann.doc);
  const live = server.collab.readDocument(readOf('ann'));
  expect(readContentIn(live.roots)).toEqual({ ok: true, value: { marks: [mark(1)], answers: { quality: 'good' } } });
  expect(live.holds(proof)).toBe(true);
  removeMark(ann.doc, MARKS, uuid(1));
  expect(live.holds(proofOf(ann.doc))).toBe(false);
  await ann.saved();
  await server.close();
  const stored = server.collab.readDocument(readOf('ann'));
  expect(stored.roots).toEqual({ answers: { quality: 'good' } });
  expect(stored.journalSeq).toBe(server.journal.head());
  expect(stored.holds(proofOf(ann.doc))).toBe(true);
});

test('[CO5] a document holds still while its lock is held', async () => {
  const ann = open('ann', readOf('ann'));
  putAnswer(ann.doc, 'first', true);
  await ann.saved();
  const release = Promise.withResolvers<undefined>();
  const held = server.collab.withLock(readOf('ann'), async () => {
    const before = server.collab.readDocument(readOf('ann'));
    putAnswer(ann.doc, 'second', true);
    await release.promise;
    return [before.canonical, server.collab.readDocument(readOf('ann')).canonical];
  });
  // The other document is free: its edit overtakes.
  const ben = open('ben', readOf('ben'));
  putAnswer(ben.doc, 'other', true);
  await ben.saved();
  release.resolve(undefined);
  const [before, after] = await held;
  expect(after).toBe(before);
  await ann.saved();
  expect(server.collab.readDocument(readOf('ann')).roots).toEqual({ answers: { first: true, second: true } });
});

test('[CO6] a projection reaches everybody, by difference, and an equal view writes nothing', async () => {
  const [ann, ben] = [open('ann', RECORD), open('ben', RECORD)];
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'vote', agenda: [1, 2] });
  const phase = (wanted: string) => (doc: Y.Doc) => doc.getMap(RECORD_ROOT).get('phase') === wanted;
  await Promise.all([ann.sees(phase('vote')), ben.sees(phase('vote'))]);
  const written = server.journal.head();
  await server.collab.publish(RECORD, RECORD_ROOT, { agenda: [1, 2], phase: 'vote' });
  expect(server.journal.head()).toBe(written);

  const changed: string[][] = [];
  ann.doc.getMap(RECORD_ROOT).observe((event) => changed.push([...event.keysChanged].map(String)));
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'reveal', agenda: [1, 2] });
  await Promise.all([ann.sees(phase('reveal')), ben.sees(phase('reveal'))]);
  expect(changed).toEqual([['phase']]);
  expect([...server.journal.rows(textOf(RECORD))].map((row) => row.user)).toEqual(['server', 'server']);
});

test('[CO7] a projection published while nobody looks is there for whoever comes', async () => {
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'look' });
  const ann = open('ann', RECORD);
  await ann.sees((doc) => projectionOf(doc, RECORD_ROOT) !== null);
  expect(projectionOf(ann.doc, RECORD_ROOT)).toEqual({ phase: 'look' });
});

test('[CO8] whoever loses the right to open is sent out; the others stay connected', async () => {
  const [ann, ben] = [open('ann', TABLE), open('ben', TABLE)];
  await Promise.all([ann.saved(), ben.saved()]);
  server.circumstances.expelled.add('ben');
  const gone = ben.closed();
  await server.collab.reconsider({ document: TABLE });
  expect(await gone).toBe('no-longer-allowed');
  putMark(ann.doc, annsRoot, mark(1));
  await ann.saved();
  expect(marksOf(ben.doc, annsRoot)).toEqual([]);
});

test('[CO9] loading starts from the last keyframe, and nothing is missing', async () => {
  const ann = open('ann', readOf('ann'));
  await ann.saved();
  for (let i = 0; i < ROWS_PER_KEYFRAME * 2 + 10; i++) putAnswer(ann.doc, 'count', i);
  await ann.saved();
  const text = textOf(readOf('ann'));
  expect(server.journal.load(text).rows).toHaveLength(10);
  expect([...server.journal.rows(text)]).toHaveLength(ROWS_PER_KEYFRAME * 2 + 10);
  await server.close();
  expect(server.collab.readDocument(readOf('ann')).roots).toEqual({ answers: { count: ROWS_PER_KEYFRAME * 2 + 9 } });
});
