import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { marksOf, putMark } from '#documents/marks.ts';
import { textOf } from '#documents/names.ts';
import { RECORD as RECORD_ROOT } from '#documents/record.ts';
import { marksRootOf } from '#documents/table.ts';
import { openDatabase } from '#server/store/database.ts';
import { sitDown, type Desk } from '#tests/factories/collab-client.ts';
import { RECORD, ROWS_PER_KEYFRAME, TABLE, mark, seatOf, serveCollab, uuid } from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';

let folder: string;
const desks: Desk[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'collab-'));
});

afterEach(() => {
  for (const desk of desks.splice(0)) desk.leave();
  rmSync(folder, { recursive: true, force: true });
});

function open(url: string, token: string): Desk {
  const desk = sitDown(TABLE, { url, token });
  desks.push(desk);
  return desk;
}

const annsRoot = marksRootOf(seatOf('ann'));

test('[DU1] every acknowledged edit survives a SIGKILL of the server', async () => {
  const file = join(folder, 'killed.db');
  const script = fileURLToPath(new URL('../../tests/factories/collab-process.ts', import.meta.url));
  const child = fork(script, [file], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const url = await new Promise<string>((resolve) => child.once('message', (text) => resolve(text as string)));
  const desk = open(url, 'ann');
  await desk.saved();
  const acknowledged: string[] = [];
  for (let n = 0; n < 100; n++) {
    putMark(desk.doc, annsRoot, mark(n));
    await desk.saved();
    acknowledged.push(uuid(n));
  }
  putMark(desk.doc, annsRoot, mark(500));
  const died = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await died;

  const store = openDatabase(file);
  const server = await serveCollab(store);
  const found = Object.keys(server.collab.readDocument(TABLE).roots[annsRoot] ?? {});
  expect(found.filter((id) => id !== uuid(500))).toEqual(acknowledged);
  await server.close();
  store.close();
});

test('[DU2] an edit that cannot be stored is not acknowledged, is shown to nobody, and arrives after recovery', async () => {
  const { store } = testStore();
  const server = await serveCollab(store);
  const [ann, ben] = [open(server.url, 'ann'), open(server.url, 'ben')];
  await Promise.all([ann.saved(), ben.saved()]);
  store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  putMark(ann.doc, annsRoot, mark(1));
  // This one is under way when the first fails, and arrives without what it follows on.
  putMark(ann.doc, annsRoot, mark(2));
  expect(await ann.closed()).toBe('storage');
  expect(ann.provider.unsyncedChanges).toBe(2);
  expect(server.collab.readDocument(TABLE).roots).toEqual({});
  expect(marksOf(ben.doc, annsRoot)).toEqual([]);

  store.connection.exec('DROP TRIGGER full');
  await ann.provider.sendToken();
  ann.provider.startSync();
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 2);
  expect(server.journal.head()).toBe(1);
  expect(ann.messages).toEqual([]);
  await server.close();
});

test('[DU3] a projection that cannot be stored is not published, and the next one is whole', async () => {
  const { store } = testStore();
  const server = await serveCollab(store);
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'look' });
  store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  await expect(server.collab.publish(RECORD, RECORD_ROOT, { phase: 'vote', n: 1 })).rejects.toThrow('could not write');
  expect(server.collab.readDocument(RECORD).roots).toEqual({ record: { phase: 'look' } });
  store.connection.exec('DROP TRIGGER full');
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'vote', n: 1 });
  expect(server.collab.readDocument(RECORD).roots).toEqual({ record: { phase: 'vote', n: 1 } });
  await server.close();
});

test('[DU4] replaying the journal gives the document as it is', async () => {
  const { store } = testStore();
  const server = await serveCollab(store);
  const desk = open(server.url, 'ann');
  for (let n = 0; n < 30; n++) putMark(desk.doc, annsRoot, mark(n % 7));
  await desk.saved();
  const live = server.collab.readDocument(TABLE);
  desk.leave();
  await server.close();
  const replayed = server.collab.readDocument(TABLE);
  expect(replayed.canonical).toBe(live.canonical);
  expect(replayed.stateVector).toEqual(live.stateVector);
});

test('[DU8] a keyframe that cannot be stored holds nobody up, and is made when there is room again', async () => {
  const { store } = testStore();
  const server = await serveCollab(store);
  const [ann, ben] = [open(server.url, 'ann'), open(server.url, 'ben')];
  await Promise.all([ann.saved(), ben.saved()]);
  store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON keyframe BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  const draw = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n++) {
      putMark(ann.doc, annsRoot, mark(n));
      await ann.saved();
    }
  };
  await draw(0, ROWS_PER_KEYFRAME + 5);
  await ben.sees((doc) => marksOf(doc, annsRoot).length === ROWS_PER_KEYFRAME + 5);
  expect(server.journal.load(textOf(TABLE)).keyframe).toBe(null);
  store.connection.exec('DROP TRIGGER full');
  await draw(ROWS_PER_KEYFRAME + 5, ROWS_PER_KEYFRAME + 6);
  expect(server.journal.load(textOf(TABLE)).keyframe).not.toBe(null);
  await server.close();
});
