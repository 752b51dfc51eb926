import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { marksOf, putMark } from '#documents/marks.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { putAnswer } from '#documents/read.ts';
import { marksRootOf } from '#documents/table.ts';
import { TABLE, mark, readOf, seatOf, serveCollab, uuid, type CollabServer } from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';
import { runScript, type YScript } from '#tests/factories/y-script.ts';

let server: CollabServer;
const undo: (() => void)[] = [];

beforeEach(async () => {
  server = await serveCollab(testStore().store);
});

afterEach(async () => {
  for (const run of undo.splice(0)) run();
  await server.close();
});

function run(token: string, name: DocumentName | string): YScript {
  const script = runScript(name, { url: server.url, token });
  undo.push(() => script.leave());
  return script;
}

const [annsRoot, bensRoot] = [marksRootOf(seatOf('ann')), marksRootOf(seatOf('ben'))];

describe('[YW7] a refused edit ends the connection for good, with the reason as its code', () => {
  it.each([
    ['4444 root-denied', (script: YScript) => putMark(script.doc, bensRoot, mark(1)), TABLE, 'ann'],
    ['4444 root-denied', (script: YScript) => putMark(script.doc, annsRoot, mark(1)), readOf('ann'), 'ann'],
    ['4441 too-large', (script: YScript) => putAnswer(script.doc, 'a', 'x'.repeat(1_100_000)), readOf('ann'), 'ann'],
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

it('[YW7] an edit whose predecessor is missing', async () => {
  const [doc, updates] = [new Y.Doc(), [] as Uint8Array[]];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const n of [1, 2]) putMark(doc, annsRoot, mark(n));
  const { socket, ended } = await rawSocket(`/y/${textOf(TABLE)}`);
  // The answer to what the server lacks: nothing. Then the second edit without the first.
  socket.send(Uint8Array.of(0, 1, 2, 0, 0));
  socket.send(encodedUpdate(updates[1] ?? new Uint8Array()));
  expect(await ended).toBe('4443 gap');
  expect(server.journal.head()).toBe(0);
});

function encodedUpdate(update: Uint8Array): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, 0);
  writeUpdate(encoder, update);
  return toUint8Array(encoder);
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
    const { socket, ended } = await rawSocket(`/y/${textOf(TABLE)}`);
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
