/** Work that is too much for one message: the server would end the whole socket, and again after every return. */
import { expect, onTestFinished, test } from 'vitest';
import { putAnswer } from '#documents/read.ts';
import type { DocumentName } from '#documents/names.ts';
import { openLine, type Line } from '#lib/collab/line.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { TABLE, readOf, serveCollab, type CollabServer } from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';

const ENTRIES = 18;
const MEGABYTE = 'x'.repeat(1024 * 1024);

async function houseOf(person: string): Promise<{ server: CollabServer; line: Line }> {
  const server = await serveCollab(testStore().store);
  const line = openLine({ url: server.url, token: person });
  onTestFinished(() => server.close());
  onTestFinished(() => line.close());
  return { server, line };
}

function open(name: DocumentName, line: Line): SharedDocument {
  const document = openDocument(name, { line });
  onTestFinished(() => document.close());
  return document;
}

/** Its work is on the shelf, and another copy of the document goes on. */
async function startsAnew(document: SharedDocument): Promise<void> {
  const before = document.peek();
  while (document.kept.length === 0 || document.peek() === before)
    await new Promise((resolve) => {
      const undo = document.onChange(() => {
        undo();
        resolve(undefined);
      });
    });
}

const writeTooMuch = ({ doc }: SharedDocument): void =>
  doc.transact(() => {
    for (let n = 0; n < ENTRIES; n++) putAnswer(doc, `note-${String(n)}`, MEGABYTE);
  });

test('[SD20] what is too large to be sent is kept with its reason, and everything else goes on', async () => {
  const { server, line } = await houseOf('ann');
  const [read, table] = [open(readOf('ann'), line), open(TABLE, line)];
  await Promise.all([read.settled(), table.settled()]);
  let lost = 0;
  line.onChange(() => (lost += line.connected ? 0 : 1));
  const anew = startsAnew(read);
  writeTooMuch(read);
  await anew;
  expect(read.kept).toMatchObject([
    { code: 'too-large', message: expect.stringMatching(/download it as a file/) as unknown },
  ]);
  expect(Object.keys(read.kept[0]?.unsent['answers'] ?? {})).toHaveLength(ENTRIES);
  putAnswer(read.doc, 'quality', 'good');
  expect(await read.settled()).toBe(true);
  expect(server.collab.readDocument(readOf('ann')).roots['answers']).toEqual({ quality: 'good' });
  expect([table.state, lost]).toEqual(['saved', 0]);
});

test('[SD20] the same when it was written without a connection', async () => {
  const { server, line } = await houseOf('ann');
  const read = open(readOf('ann'), line);
  await read.settled();
  line.socket.webSocket?.close();
  for (let n = 0; n < ENTRIES; n++) putAnswer(read.doc, `note-${String(n)}`, MEGABYTE);
  await startsAnew(read);
  expect(read.kept).toMatchObject([{ code: 'too-large' }]);
  expect(Object.keys(read.kept[0]?.unsent['answers'] ?? {})).toHaveLength(ENTRIES);
  expect(server.collab.readDocument(readOf('ann')).roots['answers'] ?? {}).toEqual({});
});
