/** What ends while a document is open: sign-ins, rights, and the judging itself. */
import { expect, onTestFinished, test } from 'vitest';
import { instantOf } from '#domain/kernel/instant.ts';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { textOf } from '#documents/names.ts';
import { marksOf, putMark } from '#documents/marks.ts';
import { marksRootOf, putNote } from '#documents/table.ts';
import { sitDown, type Desk } from '#tests/factories/collab-client.ts';
import {
  RECORD,
  TABLE,
  mark,
  readOf,
  seatOf,
  serveCollab,
  type Choices,
  type CollabServer,
} from '#tests/factories/collab.ts';
import { authFrame, rawDesk, rawSocket } from '#tests/factories/raw-socket.ts';
import { testStore } from '#tests/factories/store.ts';

const ann = idOf<UserId>('ann');

async function serve(choices: Choices = {}): Promise<CollabServer> {
  const server = await serveCollab(testStore().store, choices);
  onTestFinished(() => server.close());
  return server;
}

function open(server: CollabServer, token: string, name = TABLE): Desk {
  const desk = sitDown(name, { url: server.url, token });
  onTestFinished(() => desk.leave());
  return desk;
}

test('[GT22] a sign-in that runs out ends its socket within two seconds, and no other', async () => {
  let clock = Date.now();
  const server = await serve({ now: () => instantOf(clock) });
  server.circumstances.until = instantOf(clock + 60_000);
  const [short, other] = [await rawDesk(server.url, TABLE, 'ann'), await rawDesk(server.url, RECORD, 'ann')];
  server.circumstances.until = null;
  const lasting = open(server, 'ann');
  await lasting.saved();
  const begun = performance.now();
  clock += 60_000;
  expect(await short.hears('closed')).toMatchObject({ reason: 'sign-in-ended' });
  expect(await short.ended).toEqual({ code: 4401, reason: 'sign-in-ended' });
  await other.ended;
  expect(performance.now() - begun).toBeLessThan(2000);
  putNote(lasting.doc, 'summary', 'still here');
  await lasting.saved();
});

test('[GT23] a token that is revoked ends every document and socket it opened, those of other people stay', async () => {
  const server = await serve();
  const [table, read] = [await rawDesk(server.url, TABLE, 'ann'), await rawDesk(server.url, readOf('ann'), 'ann')];
  const ben = open(server, 'ben');
  await ben.saved();
  server.circumstances.revoked.add('ann');
  await server.collab.reconsider({ user: ann });
  expect([await table.ended, await read.ended].map(({ code }) => code)).toEqual([4401, 4401]);
  putNote(ben.doc, 'summary', 'still here');
  await ben.saved();
});

test('[GT24] whoever was coming in while the right went is sent out, too', async () => {
  const server = await serve();
  const [asked, slow] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  server.circumstances.patience = {
    // Waited for once the first has been recognised.
    then: (go: () => void) => {
      asked.resolve(undefined);
      void slow.promise.then(go);
    },
  } as unknown as Promise<unknown>;
  const raw = await rawSocket(server.url);
  raw.send(authFrame(TABLE, 'ann'));
  await asked.promise;
  server.circumstances.patience = Promise.resolve();
  server.circumstances.revoked.add('ann');
  await server.collab.reconsider({ user: ann });
  slow.resolve(undefined);
  expect(await raw.ended).toEqual({ code: 4401, reason: 'sign-in-ended' });
});

test('[GT25] who cannot be judged does not stay, and is back when it can', async () => {
  const server = await serve();
  const desk = open(server, 'ann');
  await desk.saved();
  const broken = Promise.reject(new Error('the disk does not answer'));
  broken.catch(() => undefined);
  server.circumstances.patience = broken;
  await server.collab.reconsider({ user: ann });
  expect(await desk.closed()).toBe('storage');
  server.circumstances.patience = Promise.resolve();
  const again = open(server, 'ann');
  putNote(again.doc, 'summary', 'back');
  await again.saved();
});

test('[GT21] the right to write is asked for every edit: what was allowed a moment ago is refused, and the document stays open', async () => {
  const server = await serve();
  const root = marksRootOf(seatOf('ann'));
  const desk = open(server, 'ann');
  putMark(desk.doc, root, mark(1));
  await desk.saved();
  server.circumstances.frozen.add(textOf(TABLE));
  putMark(desk.doc, root, mark(2));
  expect(await desk.told()).toMatchObject({ t: 'refused', code: 'root-denied' });
  const ben = open(server, 'ben');
  await ben.sees((doc) => marksOf(doc, root).length === 1);
  expect(desk.provider.isAuthenticated).toBe(true);
});

test('[AL2] when it cannot be recorded who is let in, nobody is let in until it can', async () => {
  const server = await serve();
  server.circumstances.ledgerBroken = true;
  const raw = await rawSocket(server.url);
  raw.send(authFrame(TABLE, 'ann'));
  expect(await raw.ended).toEqual({ code: 4503, reason: 'storage' });
  expect(raw.heard).toEqual([]);
  server.circumstances.ledgerBroken = false;
  await rawDesk(server.url, TABLE, 'ann');
});
