/** What publishing means for reads that are open, over HTTP and the real socket. */
import { expect, it } from 'vitest';
import { MARKS, putAnswer } from '#documents/read.ts';
import { marksOf, putMark } from '#documents/marks.ts';
import { outline, readingOnWire, type ReadingOnWire } from '#tests/factories/reading-wire.ts';
import { refusalIn } from '#tests/factories/wire.ts';

async function drawn(at: ReadingOnWire): Promise<void> {
  putMark(at.desk.doc, MARKS, outline(at.frame));
  putAnswer(at.desk.doc, 'quality', 'good');
  await at.desk.saved();
}
const versionOf = async (at: ReadingOnWire): Promise<number> => (await at.workspace()).citation.version;

it('[PT24] an open read finishes under the version it began with, and is frozen with it', async () => {
  const at = await readingOnWire();
  await drawn(at);
  expect((await at.publish(2, 'finish')).status).toBe(201);
  expect(await versionOf(at)).toBe(2);
  expect((await at.submit({ protocolVersion: 2 })).status).toBe(200);
  expect((await at.workspace()).citation.version).toBe(2);
});

it('[PT24] an open read goes on under the new version with everything that was drawn and answered', async () => {
  const at = await readingOnWire();
  await drawn(at);
  expect((await at.publish(2, 'move')).status).toBe(201);
  expect(await versionOf(at)).toBe(3);
  const { roots } = at.whole.services.collab.readDocument({ kind: 'read', read: at.read });
  expect(JSON.stringify(roots)).toContain('"good"');
  putAnswer(at.desk.doc, 'quality', 'poor');
  await at.desk.saved();
  expect(marksOf(at.desk.doc)).toHaveLength(1);
  expect(refusalIn(await at.submit({ protocolVersion: 2 }))).toBe('409 protocol-stale');
  expect((await at.submit({ protocolVersion: 3 })).status).toBe(200);
  expect(await at.workspace()).toMatchObject({
    citation: { version: 3 },
    state: { kind: 'submitted', content: { answers: { quality: 'poor' } } },
  });
});

it('[PT24] a read that was to finish under an older version goes on as well when the next one says so', async () => {
  const at = await readingOnWire();
  await drawn(at);
  await at.publish(2, 'finish');
  await at.publish(3, 'move');
  expect(await versionOf(at)).toBe(4);
});

it('[PT24] a submitted read keeps its version, whatever is published', async () => {
  const at = await readingOnWire();
  await drawn(at);
  expect((await at.submit({ protocolVersion: 2 })).status).toBe(200);
  await at.publish(2, 'move');
  expect(await versionOf(at)).toBe(2);
});
