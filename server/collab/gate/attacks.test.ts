import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { LOCAL } from '#documents/entries.ts';
import { marksOf, putMark } from '#documents/marks.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { MARKS } from '#documents/read.ts';
import { projectionOf } from '#documents/projection.ts';
import { RECORD as RECORD_ROOT } from '#documents/record.ts';
import { marksRootOf } from '#documents/table.ts';
import { sitDown, type Desk, type DeskOptions } from '#tests/factories/collab-client.ts';
import {
  RECORD,
  SESSION,
  TABLE,
  readOf,
  seatDocumentOf,
  mark,
  seatOf,
  serveCollab,
  uuid,
  type CollabServer,
} from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';

let server: CollabServer;
const desks: Desk[] = [];

beforeEach(async () => {
  server = await serveCollab(testStore().store);
});

afterEach(async () => {
  for (const desk of desks.splice(0)) desk.leave();
  await server.close();
});

function open(token: string, name: DocumentName | string, options: Partial<DeskOptions> = {}): Desk {
  const desk = sitDown(name, { url: server.url, token, ...options });
  desks.push(desk);
  return desk;
}

const [annsRoot, bensRoot] = [marksRootOf(seatOf('ann')), marksRootOf(seatOf('ben'))];
const annsMark = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<Y.Map<unknown>>(annsRoot).get(uuid(1)) ?? new Y.Map();

/** Ann has a mark on the table; Ben sees it. */
async function table(): Promise<{ ann: Desk; ben: Desk }> {
  const [ann, ben] = [open('ann', TABLE), open('ben', TABLE)];
  putMark(ann.doc, annsRoot, mark(1));
  await ann.saved();
  await ben.sees((doc) => marksOf(doc, annsRoot).length === 1);
  await ben.saved();
  return { ann, ben };
}

describe('[GT1] an edit that is not the person’s own to make is refused and changes nothing', () => {
  const attacks: readonly (readonly [string, string, (doc: Y.Doc) => void])[] = [
    ['a mark in another’s root', 'root-denied', (doc) => putMark(doc, annsRoot, mark(2))],
    ['a change of another’s mark', 'root-denied', (doc) => annsMark(doc).set('points', [[9, 9]])],
    ['the removal of another’s mark', 'root-denied', (doc) => doc.getMap(annsRoot).delete(uuid(1))],
    ['the removal of a field of it', 'root-denied', (doc) => annsMark(doc).delete('finding')],
    ['a root that does not exist', 'root-denied', (doc) => doc.getMap('votes').set('ben', 'yes')],
    ['a subdocument', 'shape-denied', (doc) => doc.getMap(bensRoot).set(uuid(3), new Y.Doc())],
    ['a list where entries belong', 'shape-denied', (doc) => doc.getArray(bensRoot).push([1])],
    [
      'a text inside a mark',
      'shape-denied',
      (doc) => doc.getMap(bensRoot).set(uuid(3), new Y.Map([['tool', new Y.Text('x')]])),
    ],
    [
      'a mark with too many points',
      'value-denied',
      (doc) =>
        putMark(doc, bensRoot, {
          ...mark(3),
          points: [
            [1, 1],
            [2, 2],
          ],
        }),
    ],
    ['a mark at infinity', 'value-denied', (doc) => putMark(doc, bensRoot, { ...mark(3), points: [[Infinity, 0]] })],
    [
      'a field marks do not have',
      'value-denied',
      (doc) => doc.getMap(bensRoot).set(uuid(3), new Y.Map([['url', 'http://x']])),
    ],
    ['a giant value', 'too-large', (doc) => doc.getMap('notes').set('summary', 'x'.repeat(2_000_000))],
  ];

  test.each(attacks)('%s', async (_, code, attack) => {
    const { ben } = await table();
    const before = server.collab.readDocument(TABLE);
    const rows = server.journal.head();
    ben.doc.transact(() => attack(ben.doc));
    expect(await ben.told()).toMatchObject({ t: 'refused', code });
    expect(server.collab.readDocument(TABLE).canonical).toBe(before.canonical);
    expect(server.journal.head()).toBe(rows);
    expect(ben.provider.unsyncedChanges).toBe(1);
  });

  test('after a refusal a new document and a new connection go on as if nothing had been', async () => {
    const { ann, ben } = await table();
    ben.doc.getMap(annsRoot).delete(uuid(1));
    await ben.told();
    ben.leave();
    const again = open('ben', TABLE);
    putMark(again.doc, bensRoot, mark(4));
    await again.saved();
    await ann.sees((doc) => marksOf(doc, bensRoot).length === 1);
    expect(marksOf(again.doc, annsRoot)).toHaveLength(1);
  });
});

test('[GT2] the client id of another person cannot be used, and using one makes it one’s own for ever', async () => {
  const { ann } = await table();
  const forged = new Y.Doc();
  forged.clientID = ann.doc.clientID;
  // A clock that is far ahead would be a gap, so the forger continues where the victim is.
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(ann.doc));
  forged.clientID = ann.doc.clientID;
  const ben = open('ben', TABLE, { doc: forged });
  putMark(forged, bensRoot, mark(5));
  expect(await ben.told()).toMatchObject({ t: 'refused', code: 'identity-taken' });
  putMark(ann.doc, annsRoot, mark(6));
  await ann.saved();
});

test('[GT3] an update that does not follow on what the server has is refused, not put aside', async () => {
  const { ben } = await table();
  const other = new Y.Doc();
  putMark(other, bensRoot, mark(5));
  const behind = Y.encodeStateVector(other);
  putMark(other, bensRoot, mark(6));
  // The provider sends what its document receives, even from elsewhere.
  ben.provider.documentUpdateHandler(Y.encodeStateAsUpdate(other, behind), LOCAL);
  expect(await ben.told()).toMatchObject({ t: 'refused', code: 'gap' });
  ben.provider.documentUpdateHandler(Uint8Array.of(9, 9, 9, 9), LOCAL);
  expect(await ben.told(2)).toMatchObject({ t: 'refused', code: 'malformed' });
});

test('[GT4] record and seat documents are written by nobody but the server', async () => {
  await server.collab.publish(RECORD, RECORD_ROOT, { phase: 'vote' });
  const [ben, seat] = [open('ben', RECORD), open('ben', seatDocumentOf('ben'))];
  await ben.sees((doc) => projectionOf(doc, RECORD_ROOT) !== null);
  await seat.saved();
  ben.doc.getMap(RECORD_ROOT).set('phase', 'reveal');
  seat.doc.getMap('seat').set('ballot', 'yes');
  expect(await ben.told()).toMatchObject({ t: 'refused', code: 'root-denied' });
  expect(await seat.told()).toMatchObject({ t: 'refused', code: 'root-denied' });
  expect(server.collab.readDocument(RECORD).roots).toEqual({ record: { phase: 'vote' } });
});

test('[GT5] who may only look cannot write, and a frozen document takes nothing more', async () => {
  const { ben } = await table();
  const cleo = open('cleo', TABLE);
  putMark(cleo.doc, marksRootOf(seatOf('cleo')), mark(7));
  expect(await cleo.told()).toMatchObject({ t: 'refused', code: 'read-only' });
  server.circumstances.frozen.add(textOf(TABLE));
  putMark(ben.doc, bensRoot, mark(8));
  expect(await ben.told()).toMatchObject({ t: 'refused', code: 'root-denied' });
});

describe('[GT6] a document opens only for those who may', () => {
  test.each([
    ['another’s read', 'ann', readOf('ben'), 'not-allowed'],
    ['another’s seat', 'ann', seatDocumentOf('ben'), 'not-allowed'],
    ['the table without a seat', 'guest', TABLE, 'not-allowed'],
    ['a read for a stranger', 'nobody', readOf('ann'), 'not-signed-in'],
    ['a cookie without a page', 'cookie', readOf('ann'), 'not-signed-in'],
  ] as const)('%s', async (_, token, name, reason) => {
    const desk = open(token, name, token === 'cookie' ? { headers: { cookie: 'session=ann' } } : {});
    expect(await desk.turnedAway()).toBe(reason);
  });

  test.each(['secret:all', 'read:', `read:${uuid(701)}:${uuid(701)}`])('the unknown name %j', async (name) => {
    const desk = open('ann', name);
    expect(await desk.turnedAway()).toBe('not-allowed');
  });
});

describe('[GT7] upgrades come from our own pages or carry a token', () => {
  const headersOf = (origin: string): Record<string, string> => ({ origin, cookie: 'session=ann' });

  test('our own page is known by its cookie', async () => {
    const origin = server.url.replace('ws:', 'http:').replace('/collab', '');
    const desk = open('cookie', readOf('ann'), { headers: headersOf(origin) });
    await desk.saved();
    expect(desk.provider.isAuthenticated).toBe(true);
  });

  test('a foreign page gets no socket', async () => {
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(server.url, { headers: headersOf('https://evil.example') });
    const refused = await new Promise<number>((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      });
    });
    expect(refused).toBe(403);
  });
});

describe('[GT8] awareness shows seats and cursors, stamped by the server', () => {
  const cursor = { c: [10, 20], f: '1.2.3/1', t: 5 };

  test('what a person says about themself is replaced by their seat', async () => {
    const { ann, ben } = await table();
    ann.provider.awareness?.setLocalState({ ...cursor, seat: seatOf('ben'), user: 'ben' });
    await ben.seesPresence((states) => states.has(ann.doc.clientID));
    expect(ben.provider.awareness?.getStates().get(ann.doc.clientID)).toEqual({ ...cursor, seat: seatOf('ann') });
  });

  test('the state of another cannot be overwritten', async () => {
    const { ann, ben } = await table();
    ann.provider.awareness?.setLocalState(cursor);
    await ben.seesPresence((states) => states.has(ann.doc.clientID));
    const forger = new Awareness(new Y.Doc());
    forger.states.set(ann.doc.clientID, { c: [0, 0] });
    forger.meta.set(ann.doc.clientID, { clock: 999, lastUpdated: 1 });
    if (ben.provider.awareness) {
      applyAwarenessUpdate(ben.provider.awareness, encodeAwarenessUpdate(forger, [ann.doc.clientID]), 'forged');
    }
    forger.destroy();
    // Ben's own state comes after the forgery; once Ann sees it, the forgery has been handled.
    ben.provider.awareness?.setLocalState({ ...cursor, c: [1, 1] });
    await ann.seesPresence((states) => states.has(ben.doc.clientID));
    expect(ann.provider.awareness?.getLocalState()).toEqual(cursor);
  });

  test('in a record only who is there, in a read nothing at all', async () => {
    const [ann, ben] = [open('ann', RECORD), open('ben', RECORD)];
    await Promise.all([ann.saved(), ben.saved()]);
    ann.provider.awareness?.setLocalState(cursor);
    await ben.seesPresence((states) => states.has(ann.doc.clientID));
    expect(ben.provider.awareness?.getStates().get(ann.doc.clientID)).toEqual({ c: null, seat: seatOf('ann') });

    const [one, two] = [open('ann', readOf('ann')), open('ann', readOf('ann'))];
    await Promise.all([one.saved(), two.saved()]);
    one.provider.awareness?.setLocalState(cursor);
    putMark(one.doc, MARKS, mark(9));
    await two.sees((doc) => marksOf(doc).length === 1);
    expect([...(two.provider.awareness?.getStates().keys() ?? [])]).toEqual([two.doc.clientID]);
  });
});

describe('[GT9] only the holder of the lease presents', () => {
  const keyframe = { t: 'presenting', seq: 1, frame: { sop: '1.2', frame: 3 }, centre: [5, 5], scale: 1 };

  test('to those who are there and to those who come', async () => {
    const [ann, ben] = [open('ann', RECORD), open('ben', RECORD)];
    await Promise.all([ann.saved(), ben.saved()]);
    ben.provider.sendStateless(JSON.stringify({ ...keyframe, seq: 7 }));
    ben.provider.sendStateless('nonsense');
    server.circumstances.presenter = 'ann';
    ann.provider.sendStateless(JSON.stringify({ ...keyframe, seq: 2 }));
    ann.provider.sendStateless(JSON.stringify({ ...keyframe, seq: 1 }));
    ann.provider.sendStateless(JSON.stringify({ ...keyframe, seq: 3 }));
    await ben.told(2);
    expect(ben.messages).toEqual([2, 3].map((seq) => ({ ...keyframe, seq, seat: seatOf('ann') })));
    const late = open('cleo', RECORD);
    expect(await late.told()).toEqual({ ...keyframe, seq: 3, seat: seatOf('ann') });
    server.collab.presentingEnded(SESSION);
    expect(await late.told(2)).toEqual({ t: 'presenting-ended' });
    expect(await ann.told()).toEqual({ t: 'presenting-ended' });
  });
});

test('[GT10] a flood ends the connection, and the work arrives when the client comes back', async () => {
  const { ann, ben } = await table();
  for (let i = 0; i < 1500; i++) annsMark(ann.doc).set('points', [[i, 0]]);
  await ben.sees((doc) => marksOf(doc, annsRoot)[0]?.points[0]?.[0] === 1499);
  await ann.saved();
  expect(server.journal.head()).toBeLessThan(1000);
});
