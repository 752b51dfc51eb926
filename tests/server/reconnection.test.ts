/** A browser's side of a broken connection: how soon it is back, what it says meanwhile, and that nothing is lost. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { marksOf, putMark } from '#documents/marks.ts';
import { MARKS, answersOf, putAnswer } from '#documents/read.ts';
import { marksRootOf } from '#documents/table.ts';
import { openLine, type Line, type LineOptions } from '#lib/collab/line.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import type { Wake } from '#lib/collab/wake.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import type { Store } from '#server/store/database.ts';
import { RECORD, TABLE, mark, readOf, seatOf, serveCollab, uuid, type CollabServer } from '#tests/factories/collab.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { testStore } from '#tests/factories/store.ts';
import { FaultProxy } from '../chaos/fault-proxy.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const run of undo.splice(0).reverse()) await run();
});

function lineTo(url: string, token: string, options: Partial<LineOptions> = {}): Line {
  const line = openLine({ url, token, ...options });
  undo.push(() => line.close());
  return line;
}

/** On which everything can be lost without anybody being told. */
async function roadTo(url: string): Promise<{ readonly url: string; readonly proxy: FaultProxy }> {
  const proxy = new FaultProxy(
    () => Number(new URL(url).port),
    () => 0,
  );
  const port = await proxy.listen();
  undo.push(() => proxy.close());
  return { url: url.replace(/:\d+/, `:${String(port)}`), proxy };
}

function open(name: DocumentName, line: Line): SharedDocument {
  const document = openDocument(name, { line });
  undo.push(() => document.close());
  return document;
}

async function when(document: SharedDocument, check: () => boolean): Promise<void> {
  while (!check())
    await new Promise<void>((resolve) => {
      const stop = document.onChange(() => {
        stop();
        resolve();
      });
    });
}

/** So many attempts to connect have failed from now on. */
async function attempts(line: Line, count: number): Promise<void> {
  for (let left = 2 * count; left > 0; left--)
    await new Promise<void>((resolve) => {
      const stop = line.onChange(() => {
        stop();
        resolve();
      });
    });
}

const annsRoot = marksRootOf(seatOf('ann'));
const bensRoot = marksRootOf(seatOf('ben'));

describe('with a server', () => {
  let store: Store;
  let server: CollabServer;
  beforeEach(async () => {
    store = testStore().store;
    server = await serveCollab(store);
    undo.push(() => server.close());
  });

  test('[SD9] after a sleep the dead socket is dropped at once, and what was done meanwhile arrives', async () => {
    const road = await roadTo(server.url);
    const wakes: ((wake: Wake) => void)[] = [];
    const line = lineTo(road.url, 'ann', { wakes: (listener) => (wakes.push(listener), () => undefined) });
    const read = open(readOf('ann'), line);
    await read.settled();
    road.proxy.lose();
    putAnswer(read.doc, 'quality', 'good');
    expect(read.status).toMatchObject({ kind: 'saving', waiting: 1 });
    line.socket.lastMessageReceived = Date.now() - 3_600_000;
    const before = performance.now();
    for (const wake of wakes) wake('slept');
    expect(read.status).toMatchObject({ kind: 'offline', waiting: 1 });
    await read.settled();
    expect(performance.now() - before).toBeLessThan(1000);
    expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'good' });
  });

  test('[SD9] a network that changed takes the socket with it, whatever that says', async () => {
    const road = await roadTo(server.url);
    const wakes: ((wake: Wake) => void)[] = [];
    const line = lineTo(road.url, 'ann', { wakes: (listener) => (wakes.push(listener), () => undefined) });
    const read = open(readOf('ann'), line);
    await read.settled();
    for (const wake of wakes) wake('looked-at');
    expect(read.state).toBe('saved');
    for (const wake of wakes) wake('network-gone');
    expect(read.state).toBe('offline');
    putAnswer(read.doc, 'quality', 'good');
    for (const wake of wakes) wake('network-back');
    await read.settled();
    expect(read.state).toBe('saved');
  });

  test('[SD10] says why it is offline, and what waits', async () => {
    const read = open(readOf('ann'), lineTo(server.url, 'ann'));
    await read.settled();
    await server.close();
    await when(read, () => read.state === 'offline');
    putAnswer(read.doc, 'quality', 'good');
    expect(read.status).toEqual({ kind: 'offline', waiting: 1, reason: 'shutting-down' });
  });

  test('[SD10] says that the storage does not take anything', async () => {
    const read = open(readOf('ann'), lineTo(server.url, 'ann'));
    await read.settled();
    store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    putAnswer(read.doc, 'quality', 'good');
    await when(read, () => read.status.kind === 'saving' && read.status.trouble !== null);
    expect(read.status).toEqual({ kind: 'saving', waiting: 1, trouble: 'storage' });
    store.connection.exec('DROP TRIGGER full');
    await read.settled();
    expect(read.status).toEqual({ kind: 'saved' });
  });

  test('[SD10] a flood is offline with its reason, and arrives afterwards', async () => {
    const read = open(readOf('ann'), lineTo(server.url, 'ann'));
    await read.settled();
    for (let n = 0; n < 900; n++) putAnswer(read.doc, 'quality', `try ${String(n)}`);
    // While the socket is closing it is offline already, and nobody has said why yet.
    await when(read, () => read.status.kind === 'offline' && read.status.reason !== '');
    expect(read.status).toMatchObject({ kind: 'offline', reason: 'rate-limited' });
    await read.settled();
    expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'try 899' });
  });

  test('[SD11] what was not taken is kept piece by piece, with what was written until the document was back', async () => {
    const table = open(TABLE, lineTo(server.url, 'ben'));
    await table.settled();
    for (const n of [1, 2]) {
      const before = table.doc;
      putMark(before, annsRoot, mark(n));
      const refused = new Promise<void>((resolve) => undo.push(table.onMessage(() => resolve())));
      await refused;
      putMark(before, bensRoot, mark(10 + n));
      await when(table, () => table.doc !== before);
      await table.settled();
    }
    expect(table.kept.map(({ code, unsent }) => [code, Object.keys(unsent[annsRoot] ?? {})])).toEqual([
      ['root-denied', [uuid(1)]],
      ['root-denied', [uuid(2)]],
    ]);
    expect(table.kept.map(({ unsent }) => Object.keys(unsent[bensRoot] ?? {}))).toEqual([[uuid(11)], [uuid(12)]]);
  });

  test("[SD11] what somebody else changed meanwhile is not taken for work of one's own", async () => {
    const [here, there] = [open(TABLE, lineTo(server.url, 'ann')), open(TABLE, lineTo(server.url, 'ann'))];
    await Promise.all([here.settled(), there.settled()]);
    putMark(here.doc, annsRoot, mark(1));
    await here.settled();
    while (marksOf(there.doc, annsRoot).length === 0) await new Promise((resolve) => there.doc.once('update', resolve));
    store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    putMark(here.doc, annsRoot, mark(2));
    await when(here, () => here.status.kind === 'saving' && here.status.trouble !== null);
    store.connection.exec('DROP TRIGGER full');
    putMark(there.doc, annsRoot, mark(1, 99));
    await there.settled();
    server.circumstances.frozen.add(textOf(TABLE));
    await when(here, () => here.kept.length > 0 && here.state === 'saved');
    expect(here.kept.map(({ unsent }) => Object.keys(unsent[annsRoot] ?? {}))).toEqual([[uuid(2)]]);
  });

  test('[SD11] what was written here is kept as it was, also where somebody else wrote at the same time', async () => {
    for (let round = 0; round < 6; round++) {
      const lines = [lineTo(server.url, 'ann'), lineTo(server.url, 'ann')];
      const [here, there] = lines.map((line) => open(readOf('ann'), line));
      if (!here || !there) throw new Error('two windows are needed');
      await Promise.all([here.settled(), there.settled()]);
      lines[0]?.socket.webSocket?.close();
      await when(here, () => here.state === 'offline');
      putAnswer(here.doc, 'quality', `here ${String(round)}`);
      putAnswer(there.doc, 'quality', `there ${String(round)}`);
      await there.settled();
      server.circumstances.frozen.add(textOf(readOf('ann')));
      await when(here, () => here.kept.length > 0 && here.state === 'saved');
      expect(here.kept.map(({ unsent }) => unsent)).toEqual([{ answers: { quality: `here ${String(round)}` } }]);
      server.circumstances.frozen.clear();
    }
  });

  test('[SD11] work that waits when somebody is sent out is kept', async () => {
    const table = open(TABLE, lineTo(server.url, 'ben'));
    await table.settled();
    store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    putMark(table.doc, bensRoot, mark(1));
    await when(table, () => table.status.kind === 'saving' && table.status.trouble !== null);
    server.circumstances.expelled.add('ben');
    await when(table, () => table.state === 'refused');
    expect(table.status).toMatchObject({ reason: 'not-allowed' });
    expect(table.kept).toMatchObject([
      { code: 'not-allowed', unsent: { [bensRoot]: { [uuid(1)]: { tool: 'probe' } } } },
    ]);
  });

  test('[SD12] a document that was left delivers first', async () => {
    const line = lineTo(server.url, 'ann');
    const read = open(readOf('ann'), line);
    await read.settled();
    line.socket.webSocket?.close();
    await when(read, () => read.state === 'offline');
    putAnswer(read.doc, 'quality', 'good');
    await read.leave();
    expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'good' });
  });

  test('[SD13] two windows of one person, both offline, both back: all of it is there', async () => {
    const lines = [lineTo(server.url, 'ann'), lineTo(server.url, 'ann')];
    const reads = lines.map((line) => open(readOf('ann'), line));
    await Promise.all(reads.map((read) => read.settled()));
    for (const line of lines) line.socket.webSocket?.close();
    for (const [n, read] of reads.entries()) {
      await when(read, () => read.state === 'offline');
      putMark(read.doc, MARKS, mark(n));
      putAnswer(read.doc, `field-${String(n)}`, 'yes');
    }
    await Promise.all(reads.map((read) => read.settled()));
    for (const read of reads) {
      while (marksOf(read.doc, MARKS).length < 2) await new Promise((resolve) => read.doc.once('update', resolve));
      expect(answersOf(read.doc)).toEqual({ 'field-0': 'yes', 'field-1': 'yes' });
    }
  });
});

const PANEL = 30;

describe('with a server that dies', () => {
  const script = fileURLToPath(new URL('../factories/collab-process.ts', import.meta.url));

  async function start(file: string, port = 0): Promise<{ url: string; child: ChildProcess }> {
    const child = fork(script, [file, String(port)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    undo.push(() => child.kill('SIGKILL'));
    const url = await new Promise<string>((resolve) => child.once('message', (text) => resolve(text as string)));
    return { url, child };
  }

  test('[SD8] thirty people are back within three seconds of its return, with everything they did meanwhile', async () => {
    const file = join(testFolder(), 'restarted.db');
    const first = await start(file);
    const lines = Array.from({ length: PANEL }, (_, n) => lineTo(first.url, n % 2 === 0 ? 'ann' : 'ben'));
    const tables = lines.map((line) => open(TABLE, line));
    const records = lines.map((line) => open(RECORD, line));
    await Promise.all([...tables, ...records].map((document) => document.settled()));
    const died = new Promise((resolve) => first.child.once('exit', resolve));
    first.child.kill('SIGKILL');
    await died;
    for (const [n, table] of tables.entries()) {
      await when(table, () => table.state === 'offline');
      putMark(table.doc, n % 2 === 0 ? annsRoot : bensRoot, mark(n));
    }
    // After so many the pauses between attempts have grown to their longest.
    await Promise.all(lines.map((line) => attempts(line, 6)));
    await start(file, Number(new URL(first.url).port));
    const back = performance.now();
    const times = await Promise.all(
      [...tables, ...records].map(async (document) => {
        await document.settled();
        return performance.now() - back;
      }),
    );
    console.info(`last of ${String(PANEL)} saved after ${Math.max(...times).toFixed(0)} ms`);
    expect(Math.max(...times)).toBeLessThan(3000);
    const late = open(TABLE, lineTo(first.url, 'cleo'));
    await late.settled();
    expect(marksOf(late.doc, annsRoot).length + marksOf(late.doc, bensRoot).length).toBe(PANEL);
  });
});
