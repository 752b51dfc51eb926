/** Submitting what is not finished, not saved, not one's own or not up to date, over HTTP and the real socket. */
import { v4 } from 'uuid';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { MARKS, putAnswer } from '#documents/read.ts';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import { proofOf } from '#documents/proof.ts';
import { outline, problemsIn, readingOnWire, type ReadingOnWire } from '#tests/factories/reading-wire.ts';
import { refusalIn } from '#tests/factories/wire.ts';

/** A whole read, saved. */
async function finished(at: ReadingOnWire): Promise<void> {
  putMark(at.desk.doc, MARKS, outline(at.frame));
  putAnswer(at.desk.doc, 'quality', 'good');
  await at.desk.saved();
}

const submissions = ({ whole, read }: ReadingOnWire): number =>
  whole.services.ledger.read(`read:${read}`).filter(({ type }) => type === 'read-submitted').length;

it('[RD1] a read is submitted only when the server holds every edit and deletion its reader made', async () => {
  const at = await readingOnWire();
  await finished(at);
  const window = new Y.Doc();
  Y.applyUpdate(window, Y.encodeStateAsUpdate(at.desk.doc));
  putAnswer(window, 'quality', 'poor');
  expect(refusalIn(await at.submit({ proof: proofOf(window) }))).toBe('409 unsynced-edits');
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(at.desk.doc));
  for (const { id } of marksOf(other)) removeMark(other, MARKS, id);
  expect(refusalIn(await at.submit({ proof: proofOf(other) }))).toBe('409 unsynced-edits');
  expect(refusalIn(await at.submit({ proof: 'no proof' }))).toBe('400 bad-request');
  expect(refusalIn(await at.submit({ proof: '////' }))).toBe('409 unsynced-edits');
  expect([submissions(at), (await at.workspace()).state.kind]).toEqual([0, 'draft']);
  expect((await at.submit()).status).toBe(200);
  expect((await at.workspace()).state).toMatchObject({ content: { answers: { quality: 'good' } } });
});

it('[RD2] a submission names every missing field and every foreign mark at once, and the draft stays', async () => {
  const at = await readingOnWire();
  const [first, second] = [outline(at.frame, { attributes: {} }), outline(at.frame, { attributes: {} })];
  for (const mark of [first, second]) putMark(at.desk.doc, MARKS, mark);
  await at.desk.saved();
  const missing = await at.submit();
  expect(refusalIn(missing)).toBe('422 missing-fields');
  expect(problemsIn(missing).map(({ kind, field }) => [kind, field])).toEqual([
    ['missing', 'quality'],
    ['missing', 'texture'],
    ['missing', 'texture'],
  ]);
  expect(
    problemsIn(missing)
      .flatMap(({ lesion = [] }) => lesion)
      .toSorted(),
  ).toEqual([first.id, second.id].toSorted());

  // Past the gate only the server itself can put a mark on another case.
  await at.whole.services.collab.edit({ kind: 'read', read: at.read }, (doc) => {
    putMark(doc, MARKS, outline(at.foreign, { id: first.id, lesion: first.id }));
    putMark(doc, MARKS, outline(at.frame, { id: second.id, lesion: second.id, tool: 'probe', points: [[1, 1]] }));
    putAnswer(doc, 'mood', 'fine');
  });
  const invalid = await at.submit();
  expect(refusalIn(invalid)).toBe('422 invalid-read');
  const texts = problemsIn(invalid)
    .map(({ text }) => text)
    .join(' ');
  for (const part of ['“Quality” is required', 'another case', 'tool the protocol does not allow', '“mood” is not'])
    expect(texts).toContain(part);
  expect([submissions(at), (await at.workspace()).state.kind]).toEqual([0, 'draft']);
});

it('[RD2] a mark on an image of another case, or of a finding the protocol does not have, is refused where it is drawn', async () => {
  for (const wrong of [{ frame: 'foreign' }, { finding: 'tumour' }] as const) {
    const at = await readingOnWire();
    putMark(at.desk.doc, MARKS, 'frame' in wrong ? outline(at.foreign) : outline(at.frame, wrong));
    expect(await at.desk.told()).toMatchObject({ t: 'refused', code: 'value-denied' });
    const { roots } = at.whole.services.collab.readDocument({ kind: 'read', read: at.read });
    expect(roots['marks'] ?? {}).toEqual({});
  }
});

it('[VW13] pixels painted outside their image are refused where they are painted', async () => {
  const painted = (x: number, y: number): readonly [number, number][] => [
    [x - 2, y],
    [x, y],
  ];
  for (const [x, y] of [
    [2, 5000],
    [5000, 1],
  ] as const) {
    const at = await readingOnWire();
    putMark(at.desk.doc, MARKS, outline(at.frame, { tool: 'labelmap', points: [...painted(2, 1)] }));
    await at.desk.saved();
    putMark(at.desk.doc, MARKS, outline(at.frame, { tool: 'labelmap', points: [...painted(x, y)] }));
    expect(await at.desk.told()).toMatchObject({ t: 'refused', code: 'value-denied' });
    const { roots } = at.whole.services.collab.readDocument({ kind: 'read', read: at.read });
    expect(Object.values(roots['marks'] ?? {})).toMatchObject([{ points: painted(2, 1) }]);
  }
});

it('[RD3] a submitted read takes nothing more, is submitted once, and stays open to its reader', async () => {
  const at = await readingOnWire();
  await finished(at);
  const commandId = v4();
  const first = await at.submit({ commandId });
  expect(first.status).toBe(200);
  expect(await at.submit({ commandId })).toEqual(first);
  expect(refusalIn(await at.submit())).toBe('409 read-closed');
  expect(submissions(at)).toBe(1);
  const before = await at.workspace();
  putAnswer(at.desk.doc, 'quality', 'poor');
  expect(await at.desk.told()).toMatchObject({ t: 'refused', code: 'read-only' });
  const again = at.reader.open({ kind: 'read', read: at.read });
  await again.sees((doc) => marksOf(doc).length === 1);
  putAnswer(again.doc, 'quality', 'poor');
  expect(await again.told()).toMatchObject({ code: 'read-only' });
  expect(await at.workspace()).toEqual(before);
  const { roots } = at.whole.services.collab.readDocument({ kind: 'read', read: at.read });
  expect(roots['answers']).toEqual({ quality: 'good' });
});

it('[RD6] a read on screen under an older version of the protocol is not submitted unseen', async () => {
  const at = await readingOnWire();
  await finished(at);
  expect((await at.publish(2, 'move')).status).toBe(201);
  expect(refusalIn(await at.submit({ protocolVersion: 2 }))).toBe('409 protocol-stale');
  expect(refusalIn(await at.submit({ protocolVersion: 99 }))).toBe('409 protocol-stale');
  expect((await at.workspace()).citation.version).toBe(3);
  expect((await at.submit({ protocolVersion: 3 })).status).toBe(200);
  const { citation, state } = await at.workspace();
  expect([citation.version, state.kind]).toEqual([3, 'submitted']);
});

it('[PT2] a publication that started from a version that is not the latest is refused', async () => {
  const at = await readingOnWire();
  expect(refusalIn(await at.publish(1, 'finish'))).toBe('409 version-conflict');
  expect(refusalIn(await at.publish(3, 'finish'))).toBe('409 version-conflict');
  expect((await at.workspace()).citation.version).toBe(2);
  expect((await at.publish(2, 'finish')).status).toBe(201);
  expect((await at.workspace()).citation.version).toBe(2);
});

it('[RD7] the read of somebody else does not exist, for a lead neither', async () => {
  const at = await readingOnWire();
  await finished(at);
  for (const who of [at.lead, at.other]) {
    expect(refusalIn(await at.submit({ who }))).toBe('404 not-found');
    expect(refusalIn(await at.ask(`/api/v1/reads/${at.read}`, { token: who.token }))).toBe('404 not-found');
    expect(await who.open({ kind: 'read', read: at.read }).turnedAway()).toBe('not-allowed');
  }
  expect(submissions(at)).toBe(0);
});

it('[RD8] a read is not submitted while its images wait for a look or are set aside', async () => {
  const at = await readingOnWire();
  await finished(at);
  const one = at.whole.services.reading.list(at.own.people.lead, at.own.project);
  const id = one.ok && one.value.find(({ read }) => read === at.read)?.case;
  const asked = { token: at.lead.token, json: { reason: 'a name in the corner' } };
  expect((await at.ask(`/api/v1/cases/${String(id)}/exclusion`, asked)).status).toBe(200);
  expect(refusalIn(await at.submit())).toBe('409 case-not-ready');
  expect(submissions(at)).toBe(0);
});
