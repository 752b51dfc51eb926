/** Limits on real sockets, lowered so far that a test meets them. */
import { describe, expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { putNote } from '#documents/table.ts';
import { sitDown } from '#tests/factories/collab-client.ts';
import { RECORD, TABLE, readOf, seatDocumentOf, serveCollab, type CollabServer } from '#tests/factories/collab.ts';
import {
  FRAME,
  authFrame,
  editFrame,
  frame,
  rawDesk,
  rawSocket,
  statelessFrame,
  syncFrame,
  tryRawSocket,
} from '#tests/factories/raw-socket.ts';
import { testStore } from '#tests/factories/store.ts';
import { MESSAGE_BYTES } from '#documents/messages.ts';
import type { SocketLimits } from './limits.ts';

async function serve(limits: Partial<SocketLimits> = {}): Promise<CollabServer> {
  const server = await serveCollab(testStore().store, { limits });
  onTestFinished(() => server.close());
  return server;
}

describe('[LM4] before anybody signed in', () => {
  test('a socket ends in time', async () => {
    const { url } = await serve({ signInMs: 50 });
    const silent = await rawSocket(url);
    expect(await silent.ended).toEqual({ code: 4401, reason: 'not-signed-in' });
    const guessing = await rawSocket(url);
    guessing.send(authFrame(TABLE, 'nobody'));
    expect(await guessing.hears('turned-away')).toMatchObject({ reason: 'not-signed-in' });
    expect(await guessing.ended).toEqual({ code: 4401, reason: 'not-signed-in' });
  });

  test('no large message is taken, not even the beginning of one', async () => {
    const { url } = await serve({ bytesBeforeSignIn: 10_000 });
    const raw = await rawSocket(url);
    raw.socket.send(new Uint8Array(50_000), { fin: false });
    expect((await raw.ended).code).toBe(1006);
  });

  test('many documents are not waited for', async () => {
    const { url } = await serve();
    const raw = await rawSocket(url);
    for (let i = 0; i < 150; i++) raw.send(frame(`read:${String(i).padStart(36, '0')}`, FRAME.close));
    expect((await raw.ended).code).toBeGreaterThanOrEqual(4000);
  });

  test('[LM3] more strangers than allowed find the door closed until one has left', async () => {
    const { url } = await serve({ strangersOfAddress: 2 });
    const [first] = [await rawSocket(url), await rawSocket(url)];
    expect(await tryRawSocket(url)).toBe(503);
    first.send(authFrame(TABLE, 'ann'));
    await first.hears('admitted');
    await rawSocket(url);
  });
});

describe('[LM3] one person', () => {
  test('has so many sockets, and one more when another is gone', async () => {
    const { url } = await serve({ socketsOfPerson: 2 });
    const [first] = [await rawDesk(url, TABLE, 'ann'), await rawDesk(url, TABLE, 'ann')];
    const third = await rawSocket(url);
    third.send(authFrame(TABLE, 'ann'));
    expect(await third.ended).toEqual({ code: 4429, reason: 'too-many-connections' });
    await rawDesk(url, TABLE, 'ben');
    first.socket.terminate();
    await first.ended;
    await rawDesk(url, TABLE, 'ann');
  });

  test('[LM5] has so many documents on one socket', async () => {
    const { url } = await serve({ documents: 2 });
    const raw = await rawDesk(url, TABLE, 'ann');
    raw.send(authFrame(RECORD, 'ann'));
    await raw.hears('admitted', 2);
    raw.send(authFrame(readOf('ann'), 'ann'));
    expect(await raw.hears('turned-away')).toMatchObject({ reason: 'too-many-documents' });
    raw.send(frame(RECORD, FRAME.close));
    await raw.hears('closed');
    raw.send(authFrame(seatDocumentOf('ann'), 'ann'));
    await raw.hears('admitted', 3);
  });

  test('[GT26] is one person: a token of somebody else opens nothing on the same socket', async () => {
    const { url } = await serve();
    const raw = await rawDesk(url, TABLE, 'ann');
    raw.send(authFrame(readOf('ben'), 'ben'));
    expect(await raw.hears('turned-away')).toMatchObject({ reason: 'not-allowed' });
  });

  test('[LM2] floods over several sockets and is cut off in each that goes on', async () => {
    const { url } = await serve({ personMessages: { perSecond: 1, burst: 60 } });
    const [one, other] = [await rawDesk(url, TABLE, 'ann'), await rawDesk(url, TABLE, 'ann')];
    const ben = await rawDesk(url, TABLE, 'ben');
    // Each socket alone may send twice as much.
    for (let i = 0; i < 200; i++) for (const raw of [one, other]) raw.send(statelessFrame(TABLE, '{}'));
    expect(await one.ended).toEqual({ code: 4429, reason: 'rate-limited' });
    expect(await other.ended).toEqual({ code: 4429, reason: 'rate-limited' });
    ben.send(editFrame(TABLE, noteOf('still here')));
    expect(await ben.hears('answer')).toEqual({ kind: 'answer', taken: true });
  });
});

describe('[LM6] everything a socket receives is charged', () => {
  test.each([
    ['pings of the WebSocket', (raw: Awaited<ReturnType<typeof rawSocket>>) => raw.socket.ping()],
    ['single bytes', (raw: Awaited<ReturnType<typeof rawSocket>>) => raw.send(Uint8Array.of(10))],
    ['messages of a document', (raw: Awaited<ReturnType<typeof rawSocket>>) => raw.send(statelessFrame(TABLE, ''))],
  ])('%s', async (_, flood) => {
    const { url } = await serve();
    const raw = await rawDesk(url, TABLE, 'ann');
    for (let i = 0; i < 1000; i++) flood(raw);
    // Amid a flood of pings the package of our sockets does not get the closing through, and breaks off.
    expect([4429, 1006]).toContain((await raw.ended).code);
  });

  test('a message beyond all bounds ends the socket before it is whole', async () => {
    const { url } = await serve();
    const raw = await rawDesk(url, TABLE, 'ann');
    raw.send(new Uint8Array(MESSAGE_BYTES + 1));
    expect((await raw.ended).code).toBe(1009);
  });

  test('[GT13] a message without the form of one ends the socket', async () => {
    const { url } = await serve();
    for (const bad of [frame(TABLE, 99), syncFrame(TABLE, 7, new Uint8Array(3)), new Uint8Array(20)]) {
      const raw = await rawDesk(url, TABLE, 'ann');
      raw.send(bad);
      expect(await raw.ended).toEqual({ code: 4400, reason: 'malformed' });
    }
  });
});

test('[LM7] a client that does not read is cut off, and has everything when it comes back', async () => {
  const server = await serve({ waitingBytes: 256 * 1024 });
  const slow = await rawDesk(server.url, TABLE, 'ben');
  slow.socket.pause();
  const ann = sitDown(TABLE, { url: server.url, token: 'ann' });
  onTestFinished(() => ann.leave());
  // The kernel holds some megabytes for a reader who pauses; what is more waits in the server.
  for (let i = 0; i < 40; i++) {
    ann.doc.transact(() => {
      for (let n = 0; n < 40; n++) putNote(ann.doc, `n${String(n)}`, String(i).repeat(5000));
    });
    await ann.saved();
  }
  slow.socket.resume();
  expect((await slow.ended).code).toBe(1006);
  const back = sitDown(TABLE, { url: server.url, token: 'ben' });
  onTestFinished(() => back.leave());
  await back.sees((doc) => doc.getMap('notes').get('n39') === '39'.repeat(5000));
});

test('[HT7] closing takes less than five seconds, with clients that neither read nor answer, and keeps what was acknowledged', async () => {
  const server = await serveCollab(testStore().store);
  const ann = sitDown(TABLE, { url: server.url, token: 'ann' });
  onTestFinished(() => ann.leave());
  await ann.saved();
  const [deaf, ending, stranger] = [
    await rawDesk(server.url, TABLE, 'ben'),
    await rawDesk(server.url, TABLE, 'ben'),
    await rawSocket(server.url),
  ];
  deaf.socket.pause();
  stranger.socket.pause();
  // This one is being ended already, and does not answer that either.
  ending.socket.send('not a message');
  ending.socket.pause();
  for (let i = 0; i < 20; i++) {
    ann.doc.transact(() => {
      for (let n = 0; n < 40; n++) putNote(ann.doc, `n${String(n)}`, String(i).repeat(5000));
    });
  }
  await ann.saved();
  const begun = performance.now();
  await server.close();
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(server.collab.readDocument(TABLE).roots).toMatchObject({ notes: { n39: '19'.repeat(5000) } });
});

const noteOf = (text: string): Uint8Array => {
  const doc = new Y.Doc();
  putNote(doc, 'summary', text);
  return Y.encodeStateAsUpdate(doc);
};
