import { afterEach, beforeEach, expect, test } from 'vitest';
import { marksOf, putMark } from '#documents/marks.ts';
import { projectionOf } from '#documents/projection.ts';
import { MARKS, answersOf, putAnswer } from '#documents/read.ts';
import { RECORD as RECORD_ROOT } from '#documents/record.ts';
import { marksRootOf } from '#documents/table.ts';
import type { Presented } from '#documents/messages.ts';
import type { DocumentName } from '#documents/names.ts';
import { openLine, type Line } from '#lib/collab/line.ts';
import { fromMap, live } from '#lib/collab/live.svelte.ts';
import { presenceIn } from '#lib/collab/presence.svelte.ts';
import { presentingIn } from '#lib/collab/presenting.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import type { Store } from '#server/store/database.ts';
import { RECORD, TABLE, readOf, mark, seatOf, serveCollab, uuid, type CollabServer } from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';

let store: Store;
let server: CollabServer;
const undo: (() => void)[] = [];

beforeEach(async () => {
  store = testStore().store;
  server = await serveCollab(store);
});

afterEach(async () => {
  for (const run of undo.splice(0).reverse()) run();
  await server.close();
});

function lineOf(person: string): Line {
  const line = openLine({ url: server.url, token: person });
  undo.push(() => line.close());
  return line;
}

function open(name: DocumentName, line: Line): SharedDocument {
  const document = openDocument(name, { line });
  undo.push(() => document.close());
  return document;
}

async function when(document: SharedDocument, check: () => boolean): Promise<void> {
  while (!check()) {
    await new Promise<void>((resolve) => {
      const stop: (() => void)[] = [];
      const again = (): void => {
        for (const run of stop) run();
        resolve();
      };
      const { doc } = document;
      doc.on('update', again);
      stop.push(() => doc.off('update', again), document.onChange(again), document.onMessage(again));
    });
  }
}

const annsRoot = marksRootOf(seatOf('ann'));

test('[SD1] saved means durable: edits made while the socket opens count, too', async () => {
  const read = open(readOf('ann'), lineOf('ann'));
  expect(read.state).toBe('connecting');
  for (let n = 0; n < 20; n++) putMark(read.doc, MARKS, mark(n));
  putAnswer(read.doc, 'quality', 'good');
  await read.settled();
  expect(read.state).toBe('saved');
  expect(read.lastSavedAt).not.toBeNull();
  expect(Object.keys(server.collab.readDocument(readOf('ann')).roots['marks'] ?? {})).toHaveLength(20);
  expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'good' });
  putAnswer(read.doc, 'quality', 'poor');
  expect(read.status).toEqual({ kind: 'saving', waiting: 1, trouble: null });
  await read.settled();
  expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'poor' });
});

test('[SD2] several documents share one socket, and views follow their documents', async () => {
  const [ann, ben] = [lineOf('ann'), lineOf('ben')];
  const table = open(TABLE, ann);
  const record = open(RECORD, ann);
  const other = open(TABLE, ben);
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'vote' });
  putMark(table.doc, annsRoot, mark(1));
  const seen = live(other, (doc) => marksOf(doc, annsRoot).length);
  await when(other, () => seen.current === 1);
  await when(record, () => fromMap(record, RECORD_ROOT).current['phase'] === 'vote');
  expect(server.journal.head()).toBe(2);
});

test('[SD3] refused work is kept beside the document, and the document goes on with a new identity', async () => {
  const line = lineOf('ben');
  const table = open(TABLE, line);
  await table.settled();
  const before = table.doc;
  putMark(table.doc, annsRoot, mark(1));
  await when(table, () => table.kept.length > 0 && table.doc !== before);
  await table.settled();
  expect(table.kept).toMatchObject([{ code: 'root-denied', unsent: { [annsRoot]: { [uuid(1)]: { tool: 'probe' } } } }]);
  expect(table.doc).not.toBe(before);
  expect(marksOf(table.doc, annsRoot)).toEqual([]);
  putMark(table.doc, marksRootOf(seatOf('ben')), mark(2));
  await table.settled();
  expect(table.state).toBe('saved');
  expect(Object.keys(server.collab.readDocument(TABLE).roots)).toEqual([marksRootOf(seatOf('ben'))]);
});

test('[SD4] after a failure of the storage, everything made meanwhile arrives by itself', async () => {
  const read = open(readOf('ann'), lineOf('ann'));
  await read.settled();
  store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  putAnswer(read.doc, 'first', true);
  putAnswer(read.doc, 'second', true);
  const failed = new Promise((resolve) => read.onChange(() => resolve(undefined)));
  await failed;
  putAnswer(read.doc, 'third', true);
  expect(read.status).toMatchObject({ kind: 'saving', waiting: 3 });
  store.connection.exec('DROP TRIGGER full');
  await read.settled();
  expect(read.kept).toEqual([]);
  expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({
    first: true,
    second: true,
    third: true,
  });
});

test('[SD5] when the connection breaks, work goes on, and a projection comes back whole', async () => {
  const line = lineOf('ann');
  const [read, record] = [open(readOf('ann'), line), open(RECORD, line)];
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'vote', left: 1 });
  await when(record, () => projectionOf(record.doc, RECORD_ROOT) !== null);
  await read.settled();
  const shown = record.doc;
  line.socket.webSocket?.close();
  await when(read, () => read.state === 'offline');
  putAnswer(read.doc, 'quality', 'good');
  putAnswer(read.doc, 'other', 'yes');
  expect(read.status).toMatchObject({ kind: 'offline', waiting: 2 });
  expect(projectionOf(record.doc, RECORD_ROOT)).toEqual({ phase: 'vote', left: 1 });
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'reveal' });
  await read.settled();
  await when(record, () => projectionOf(record.doc, RECORD_ROOT)?.['phase'] === 'reveal');
  expect(record.doc).not.toBe(shown);
  expect(projectionOf(record.doc, RECORD_ROOT)).toEqual({ phase: 'reveal' });
  expect(answersOf(read.doc)).toEqual({ quality: 'good', other: 'yes' });
  expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'good', other: 'yes' });
});

test('[SD6] a document that may not be opened says so', async () => {
  const read = open(readOf('ben'), lineOf('ann'));
  await when(read, () => read.state === 'refused');
  expect(read.status).toEqual({ kind: 'refused', waiting: 0, reason: 'not-allowed' });

  const table = open(TABLE, lineOf('ben'));
  await table.settled();
  server.circumstances.expelled.add('ben');
  await server.collab.reconsider({ document: TABLE });
  await when(table, () => table.state === 'refused');
  expect(table.status).toMatchObject({ reason: 'no-longer-allowed' });
});

test('[SD7] people see who is there, where they point, and what the presenter looks at', async () => {
  const [ann, ben] = [lineOf('ann'), lineOf('ben')];
  const [table, other] = [open(TABLE, ann), open(TABLE, ben)];
  await Promise.all([table.settled(), other.settled()]);
  const [mine, theirs] = [presenceIn(table), presenceIn(other)];
  undo.push(
    () => mine.close(),
    () => theirs.close(),
  );
  mine.point({ sop: '1.2.3', frame: 1 }, [10.04, 20]);
  await new Promise<void>((resolve) => {
    other.awareness?.on('change', () => {
      if (theirs.cursorOf(seatOf('ann'))) resolve();
    });
  });
  expect(theirs.seats).toEqual([seatOf('ann')]);
  expect(theirs.cursorOf(seatOf('ann'))).toEqual({ frame: { sop: '1.2.3', frame: 1 }, position: [10, 20] });

  const [record, follower] = [open(RECORD, ann), open(RECORD, ben)];
  await Promise.all([record.settled(), follower.settled()]);
  server.circumstances.presenter = 'ann';
  const [presenter, following] = [presentingIn(record), presentingIn(follower)];
  undo.push(
    () => presenter.close(),
    () => following.close(),
  );
  const shown: (Presented | null)[] = [];
  following.onShown((each) => shown.push(each));
  presenter.show({ frame: { sop: '1.2.3', frame: 7 }, centre: [1, 2], scale: 0.5 });
  await when(follower, () => shown.length > 0);
  expect(shown).toMatchObject([{ seat: seatOf('ann'), frame: { frame: 7 }, scale: 0.5 }]);
});
