import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
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

describe('[YW7] a refused edit ends the connection for good, with the reason as its code', () => {
  it.each([
    ['4444 root-denied', (script: YScript) => putMark(script.doc, bensRoot, mark(1)), TABLE, 'ann'],
    ['4444 root-denied', (script: YScript) => putMark(script.doc, annsRoot, mark(1)), readOf('ann'), 'ann'],
    ['4445 shape-denied', (script: YScript) => script.doc.getArray(annsRoot).push([1]), TABLE, 'ann'],
    ['4446 value-denied', (script: YScript) => putMark(script.doc, annsRoot, mark(1, Infinity)), TABLE, 'ann'],
    ['4447 read-only', (script: YScript) => putMark(script.doc, annsRoot, mark(1)), TABLE, 'cleo'],
  ])('%s', async (end, edit, name, person) => {
    const script = run(person, name);
    await script.synced();
    edit(script);
    expect(await script.gaveUp()).toBe(end);
    expect(script.provider.shouldConnect).toBe(false);
    expect(server.collab.readDocument(name).roots).toEqual({});
    expect(server.journal.head()).toBe(0);
  });

  it('an identity that is another person’s', async () => {
    const ben = run('ben', TABLE);
    await ben.synced();
    putMark(ben.doc, bensRoot, mark(1));
    const ann = run('ann', TABLE);
    await ann.sees((doc) => marksOf(doc, bensRoot).length === 1);
    const own = ann.doc.clientID;
    ann.doc.clientID = ben.doc.clientID;
    putMark(ann.doc, annsRoot, mark(2));
    ann.doc.clientID = own;
    expect(await ann.gaveUp()).toBe('4442 identity-taken');
  });
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
  const script = fileURLToPath(new URL('../../tests/factories/collab-process.ts', import.meta.url));
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

/** A socket that says exactly what it is told to. */
async function rawSocket(path: string, token = 'ann'): Promise<{ socket: WebSocket; ended: Promise<string> }> {
  const socket = new WebSocket(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  undo.push(() => socket.terminate());
  const ended = new Promise<string>((resolve) => {
    socket.once('close', (code, reason) => resolve(`${String(code)} ${reason.toString()}`));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  return { socket, ended };
}

describe('[YW9] hostile messages end their own socket and reach no document', () => {
  it.each([
    ['an unknown type', [42, 0]],
    ['no type at all', []],
    ['a number without an end', [0x80, 0x80]],
    ['a step of the synchronisation that is none', [0, 7, 1, 0]],
    ['an edit that is cut off', [0, 2, 200, 1]],
    ['a state vector that is cut off', [0, 0, 2, 9, 9]],
    ['a sign-in as somebody else', [2, 0, 3, 98, 101, 110]],
    ['a message beside the document', [5, 2, 123, 125]],
    ['awareness that is cut off', [1, 200, 1]],
    ['more than one message', [0, 2, 2, 0, 0, 0, 2, 2, 0, 0]],
  ])('%s', async (_, bytes) => {
    const witness = run('ben', TABLE);
    await witness.synced();
    const { socket, ended } = await rawSocket('/y/table:' + `${uuid(900)}:${uuid(901)}`);
    socket.send(Uint8Array.from(bytes));
    expect(await ended).toBe('4400 malformed');
    expect(server.journal.head()).toBe(0);
    putMark(witness.doc, bensRoot, mark(1));
    await run('ann', TABLE).sees((doc) => marksOf(doc, bensRoot).length === 1);
  });

  it('the name of another document in front does not lead there', async () => {
    const target = `read:${uuid(701)}`;
    const edit = Uint8Array.of(target.length, ...new TextEncoder().encode(target), 0, 2, 2, 0, 0);
    const { socket, ended } = await rawSocket(`/y/record:${uuid(900)}`);
    socket.send(edit);
    expect(await ended).toBe('4400 malformed');
  });

  it('text instead of bytes', async () => {
    const { socket, ended } = await rawSocket(`/y/record:${uuid(900)}`);
    socket.send('hello');
    expect(await ended).toMatch(/^1003/);
  });

  it.each(['nobody', ''])('before anybody signed in (%s)', async (token) => {
    const { socket, ended } = await rawSocket(`/y/record:${uuid(900)}`, token);
    for (let n = 0; n < 50; n++) socket.send(Uint8Array.of(0, 0, 1, 0));
    expect(await ended).toBe('4401 not-signed-in');
  });
});

describe('[YW10] an address that names no document is no way in', () => {
  it.each([
    ['nothing', ''],
    ['a word', 'tables'],
    ['a name and more', `read:${uuid(701)}:`],
    ['a name and a slash', `read:${uuid(701)}/`],
    ['a name and NUL', `read:${uuid(701)}%00x`],
    ['a broken percent-encoding', 'read:%'],
    ['bytes that are no text', 'read:%ff%fe'],
    ['what every object has', '__proto__'],
    ['a name that is encoded twice', `read%253A${uuid(701)}`],
    ['a very long name', 'x'.repeat(8000)],
  ])('%s', async (_, name) => {
    expect(await run('ann', name).gaveUp()).toBe('4404 not-a-document');
  });

  it('colons may be percent-encoded', async () => {
    await run('ann', `read%3A${uuid(701)}`).synced();
  });

  it('an address longer than a request may be is turned away, and the server goes on', async () => {
    expect(await run('ann', 'x'.repeat(40_000)).ended()).toMatch(/^1006/);
    await run('ann', TABLE).synced();
  });
});
