import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import type * as Y from 'yjs';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import type { DocumentName } from '#documents/names.ts';
import { putAnswer } from '#documents/read.ts';
import { RECORD as RECORD_ROOT } from '#documents/record.ts';
import { marksRootOf } from '#documents/table.ts';
import type { Store } from '#server/store/database.ts';
import { sitDown } from '#tests/factories/collab-client.ts';
import {
  RECORD,
  TABLE,
  mark,
  readOf,
  seatDocumentOf,
  seatOf,
  serveCollab,
  uuid,
  type CollabServer,
} from '#tests/factories/collab.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { testStore } from '#tests/factories/store.ts';
import { runScript, type YScript, type YScriptOptions } from '#tests/factories/y-script.ts';

let store: Store;
let server: CollabServer;
const undo: (() => void)[] = [];

beforeEach(async () => {
  store = testStore().store;
  server = await serveCollab(store);
});

afterEach(async () => {
  for (const run of undo.splice(0)) run();
  await server.close();
});

function run(token: string, name: DocumentName | string, options: Partial<YScriptOptions> = {}): YScript {
  const script = runScript(name, { url: server.url, token, ...options });
  undo.push(() => script.leave());
  return script;
}

function sit(token: string, name: DocumentName) {
  const desk = sitDown(name, { url: server.url, token });
  undo.push(() => desk.leave());
  return desk;
}

const [annsRoot, bensRoot] = [marksRootOf(seatOf('ann')), marksRootOf(seatOf('ben'))];
const fills = (): void =>
  void store.connection.exec(
    "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
const empties = (): void => void store.connection.exec('DROP TRIGGER full');

test('[YW1] scripts and people with a browser converge on one table', async () => {
  const [ann, ben, again] = [run('ann', TABLE), run('ben', TABLE), sit('ann', TABLE)];
  await Promise.all([ann.synced(), ben.synced(), again.saved()]);
  putMark(ann.doc, annsRoot, mark(1));
  putMark(ben.doc, bensRoot, mark(2));
  putMark(again.doc, annsRoot, mark(3));
  const all = (doc: Y.Doc): boolean => marksOf(doc, annsRoot).length === 2 && marksOf(doc, bensRoot).length === 1;
  await Promise.all([ann.sees(all), ben.sees(all), again.sees(all)]);
  removeMark(ann.doc, annsRoot, uuid(3));
  const fewer = (doc: Y.Doc): boolean => marksOf(doc, annsRoot).length === 1;
  await Promise.all([ben.sees(fewer), again.sees(fewer)]);
  expect(again.messages).toEqual([]);
});

test('[YW2] what a script wrote while it was away arrives when it comes back, live edits made meanwhile too', async () => {
  const ann = run('ann', TABLE);
  await ann.synced();
  ann.provider.disconnect();
  for (let n = 0; n < 5; n++) putMark(ann.doc, annsRoot, mark(n));
  // Sent as soon as the socket opens, before the server has asked for those above.
  ann.provider.on('status', ({ status }) => {
    if (status === 'connected') putMark(ann.doc, annsRoot, mark(5));
  });
  ann.provider.connect();
  await ann.synced();
  const ben = run('ben', TABLE);
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 6);
  putMark(ann.doc, annsRoot, mark(6));
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 7);
  expect(ann.ends).toEqual(['left']);
});

test('[YW2] two scripts of one person that were both away lose nothing of each other', async () => {
  const [one, two] = [run('ann', TABLE), run('ann', TABLE)];
  await Promise.all([one.synced(), two.synced()]);
  putMark(one.doc, annsRoot, mark(1));
  await two.sees((doc) => marksOf(doc, annsRoot).length === 1);
  for (const { provider } of [one, two]) provider.disconnect();
  putMark(one.doc, annsRoot, { ...mark(1), finding: 'mass' });
  putMark(two.doc, annsRoot, mark(1, 7));
  putMark(two.doc, annsRoot, mark(2));
  for (const { provider } of [one, two]) provider.connect();
  const merged = (doc: Y.Doc): boolean => {
    const [first, second] = marksOf(doc, annsRoot);
    return first?.finding === 'mass' && first.points[0]?.[0] === 7 && second !== undefined;
  };
  await Promise.all([one.sees(merged), two.sees(merged)]);
});

describe('[YW3] a document opens or not by the policy for people', () => {
  it.each([
    ['ann', readOf('ben'), '4403 not-allowed'],
    ['cleo', readOf('ann'), '4403 not-allowed'],
    ['ann', seatDocumentOf('ben'), '4403 not-allowed'],
    ['guest', RECORD, '4403 not-allowed'],
    ['nobody', RECORD, '4401 not-signed-in'],
    ['', RECORD, '4401 not-signed-in'],
  ])('%s', async (person, name, end) => {
    const script = run(person, name);
    expect(await script.gaveUp()).toBe(end);
    expect(script.provider.shouldConnect).toBe(false);
  });

  it('the own read, the own seat and the record', async () => {
    await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'look' });
    const [read, seat, record] = [run('ann', readOf('ann')), run('ann', seatDocumentOf('ann')), run('ann', RECORD)];
    await Promise.all([read.synced(), seat.synced(), record.synced()]);
    expect(record.doc.getMap(RECORD_ROOT).toJSON()).toEqual({ phase: 'look' });
    putAnswer(read.doc, 'quality', 'good');
    await run('ann', readOf('ann')).sees((doc) => doc.getMap('answers').get('quality') === 'good');
  });

  it('by the cookie of our own pages, and of no others', async () => {
    const cookie = 'session=ann';
    const origin = server.url.replace('ws:', 'http:').replace('/collab', '');
    await run('', readOf('ann'), { headers: { cookie, origin } }).synced();
    expect(await run('', readOf('ann'), { headers: { cookie } }).gaveUp()).toBe('4401 not-signed-in');
    const foreign = run('', readOf('ann'), { headers: { cookie, origin: 'https://elsewhere.example' } });
    expect(await foreign.ended()).toMatch(/^1006/);
  });

  it('until the right is lost', async () => {
    const [ann, ben] = [run('ann', TABLE), run('ben', TABLE)];
    await Promise.all([ann.synced(), ben.synced()]);
    server.circumstances.expelled.add('ann');
    await server.collab.reconsider({ document: TABLE });
    expect(await ann.gaveUp()).toBe('4403 no-longer-allowed');
    expect(ben.provider.wsconnected).toBe(true);
  });
});

describe('[YW4] what others see of a script is a seat and a cursor, stamped by the server', () => {
  it('also for those who speak the other protocol', async () => {
    const [ann, ben, desk] = [run('ann', TABLE), run('ben', TABLE), sit('ben', TABLE)];
    await Promise.all([ann.synced(), ben.synced(), desk.saved()]);
    ann.provider.awareness.setLocalState({ c: [3, 4], seat: seatOf('ben'), name: 'Ben' });
    const { clientID } = ann.doc;
    const shown = (states: ReadonlyMap<number, unknown>) => states.has(clientID);
    await Promise.all([ben.seesPresence(shown), desk.seesPresence(shown)]);
    const stamped = { c: [3, 4], seat: seatOf('ann') };
    expect(ben.provider.awareness.getStates().get(clientID)).toEqual(stamped);
    expect(desk.provider.awareness?.getStates().get(clientID)).toEqual(stamped);
  });

  it('and it is gone when the script is', async () => {
    const [ann, ben] = [run('ann', TABLE), run('ben', TABLE)];
    await Promise.all([ann.synced(), ben.synced()]);
    ann.provider.awareness.setLocalState({ c: [3, 4] });
    const { clientID } = ann.doc;
    await ben.seesPresence((states) => states.has(clientID));
    ann.leave();
    await ben.seesPresence((states) => !states.has(clientID));
    expect(ben.provider.wsconnected).toBe(true);
  });
});

test('[YW5] a script that heard of somebody who left does not take their place', async () => {
  const [ann, ben] = [run('ann', TABLE), run('ben', TABLE)];
  await Promise.all([ann.synced(), ben.synced()]);
  const shown = (states: ReadonlyMap<number, unknown>): boolean => states.has(ann.doc.clientID);
  for (let n = 0; n < 3; n++) {
    ann.provider.awareness.setLocalState({ c: [n, n] });
    // The provider of Ben repeats what it hears, also that Ann is gone.
    await ben.seesPresence(shown);
    ann.provider.disconnect();
    await ben.seesPresence((states) => !shown(states));
    ann.provider.connect();
    await ann.synced();
    putMark(ann.doc, annsRoot, mark(n));
    await ben.sees((doc) => marksOf(doc, annsRoot).length === n + 1);
  }
  expect(ann.ends).toEqual(['left', 'left', 'left']);
});

test('[YW4] a connection that was lost takes nobody along who is back already', async () => {
  const ben = run('ben', TABLE);
  const lost = run('ann', TABLE);
  await Promise.all([ben.synced(), lost.synced()]);
  lost.provider.awareness.setLocalState({ c: [1, 1] });
  const { clientID } = lost.doc;
  const shows = (x: number) => (states: ReadonlyMap<number, unknown>) =>
    JSON.stringify(states.get(clientID) ?? null).includes(`[${String(x)}`);
  await ben.seesPresence(shows(1));
  const back = run('ann', TABLE, { doc: lost.doc });
  await back.synced();
  for (const x of [2, 3]) back.provider.awareness.setLocalState({ c: [x, x] });
  await ben.seesPresence(shows(3));
  const gone: number[] = [];
  ben.provider.awareness.on('change', ({ removed }: { removed: number[] }) => gone.push(...removed));
  const closed = new Promise((resolve) => lost.provider.ws?.addEventListener('close', resolve));
  lost.leave();
  await closed;
  back.provider.awareness.setLocalState({ c: [4, 4] });
  await ben.seesPresence(shows(4));
  expect(gone).toEqual([]);
});

test('[YW8] a storage failure is no refusal: the script comes back, and the edit arrives after recovery', async () => {
  const [ann, ben] = [run('ann', TABLE), run('ben', TABLE)];
  await Promise.all([ann.synced(), ben.synced()]);
  fills();
  putMark(ann.doc, annsRoot, mark(1));
  expect(await ann.ended()).toBe('4503 storage');
  expect(await ann.ended(2)).toBe('4503 storage');
  expect(marksOf(ben.doc, annsRoot)).toEqual([]);
  empties();
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 1);
  expect(server.journal.head()).toBe(1);
});

test('[YW8] a flood is no refusal either: what was cut off arrives when the script is back', async () => {
  const [ann, ben] = [run('ann', TABLE), run('ben', TABLE)];
  await Promise.all([ann.synced(), ben.synced()]);
  for (let n = 0; n < 900; n++) putMark(ann.doc, annsRoot, mark(n));
  expect(await ann.ended()).toBe('4529 rate-limited');
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 900);
  expect(ann.ends).toEqual(['4529 rate-limited']);
});

test('[YW12] after the server was killed and is back, scripts are back with everything', async () => {
  const file = join(testFolder(), 'killed.db');
  const first = await serverProcess(file);
  const [ann, ben] = ['ann', 'ben'].map((token) => runScript(TABLE, { url: first.url, token }));
  if (!ann || !ben) throw new Error('two scripts are needed');
  for (const script of [ann, ben]) undo.push(() => script.leave());
  await Promise.all([ann.synced(), ben.synced()]);
  putMark(ann.doc, annsRoot, mark(1));
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 1);
  await first.kill();
  expect(await ann.ended()).toMatch(/^1006/);
  putMark(ann.doc, annsRoot, mark(2));
  const second = await serverProcess(file, new URL(first.url).port);
  putMark(ann.doc, annsRoot, mark(3));
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 3);
  const newcomer = runScript(TABLE, { url: second.url, token: 'cleo' });
  undo.push(() => newcomer.leave());
  await newcomer.sees((doc) => marksOf(doc, annsRoot).length === 3);
});

async function serverProcess(file: string, port = '0'): Promise<{ url: string; kill: () => Promise<void> }> {
  const script = fileURLToPath(new URL('../../../tests/factories/collab-process.ts', import.meta.url));
  const child = fork(script, [file, port], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const died = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = (): Promise<void> => {
    child.kill('SIGKILL');
    return died;
  };
  onTestFinished(kill);
  return {
    url: await new Promise<string>((resolve) => child.once('message', (text) => resolve(text as string))),
    kill,
  };
}
