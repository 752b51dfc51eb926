/** What a reader tells the lead beside the read: flags, excuses, time. Over HTTP and the real socket. */
import { expect, it } from 'vitest';
import type { Reports } from '#contract/reports.ts';
import type { CaseLine } from '#server/ingest/case-service.ts';
import { putMark } from '#documents/marks.ts';
import { MARKS, putAnswer } from '#documents/read.ts';
import { readSittings } from '#server/store/schema/reading.ts';
import { outline, readingOnWire, type ReadingOnWire } from '#tests/factories/reading-wire.ts';
import { valueOf } from '#tests/factories/access.ts';
import { refusalIn, type Answer } from '#tests/factories/wire.ts';

const tell = (
  { ask, read, reader }: ReadingOnWire,
  path: string,
  json: object,
  token = reader.token,
): Promise<Answer> => ask(`/api/v1/reads/${read}/${path}`, { token, json });

const reportsTo = async ({ ask, own }: ReadingOnWire, token: string): Promise<Reports> =>
  (await ask(`/api/v1/projects/${own.project}/reports`, { token })).body as Reports;

const caseOf = async (at: ReadingOnWire): Promise<CaseLine | undefined> => {
  const { id } = (await at.workspace()).case;
  return valueOf(at.whole.services.ingest.list(at.own.people.lead, at.own.project)).find((one) => one.id === id);
};

it('[RW7] a flag reaches the lead with its words and its reader, is in the ledger without words, and is settled once', async () => {
  const at = await readingOnWire();
  expect((await tell(at, 'flags', { kind: 'image-quality', text: 'Breathing in the lower lobes' })).status).toBe(201);
  const { flags } = await reportsTo(at, at.lead.token);
  expect(flags).toMatchObject([{ kind: 'image-quality', text: 'Breathing in the lower lobes', settled: null }]);
  expect(JSON.stringify(at.whole.services.ledger.read(`case:${flags[0]?.case ?? ''}`))).not.toContain('Breathing');
  expect((await at.workspace()).flags).toMatchObject([{ kind: 'image-quality' }]);
  const settle = (): Promise<Answer> =>
    at.ask(`/api/v1/projects/${at.own.project}/reports/${flags[0]?.flag ?? ''}`, {
      token: at.lead.token,
      json: { note: 'Repeated.' },
    });
  expect([(await settle()).status, refusalIn(await settle())]).toEqual([200, '409 version-conflict']);
  expect((await reportsTo(at, at.lead.token)).flags[0]?.settled).toMatchObject({ note: 'Repeated.' });
  // The read itself goes on.
  expect((await at.workspace()).state.kind).toBe('draft');
});

it('[RW8] a possible identity withholds the images from everybody but those who look, until they have looked', async () => {
  const at = await readingOnWire();
  const one = await caseOf(at);
  await tell(at, 'flags', { kind: 'possible-identity', text: '' });
  for (const { token } of [at.reader, at.other])
    expect((await at.ask(`/api/v1/cases/${one?.id ?? ''}/images`, { token })).status).toBe(404);
  expect(refusalIn(await at.ask(`/api/v1/reads/${at.read}`, { token: at.reader.token }))).toBe('409 case-not-ready');
  const cases = `/api/v1/cases/${one?.id ?? ''}`;
  expect((await at.ask(`${cases}/images`, { token: at.lead.token })).status).toBe(200);
  await at.ask(`${cases}/look`, { token: at.lead.token, method: 'POST', json: {} });
  expect((await at.ask(`${cases}/images`, { token: at.reader.token })).status).toBe(200);
  expect((await at.workspace()).state.kind).toBe('draft');
});

it('[RW7] a lead who has to judge the case too learns that there is a flag or an excuse, and none of its words', async () => {
  const at = await readingOnWire();
  await tell(at, 'flags', { kind: 'image-quality', text: 'The mass is blurred' });
  await tell(at, 'excuse', { reason: 'not-readable', text: 'The mass is blurred' });
  const lead = at.own.people.lead.user;
  const { operator } = at.whole.services.access;
  valueOf(operator.giveRole({ project: at.own.project, user: lead, role: 'reader' }));
  const told = await reportsTo(at, at.lead.token);
  expect(JSON.stringify(told).split('The mass').length - 1).toBe(2);
  const { flags, excuses } = told;
  await at.ask(`/api/v1/projects/${at.own.project}/reads`, {
    token: at.lead.token,
    json: { cases: [flags[0]?.case], readers: [lead] },
  });
  const inside = await reportsTo(at, at.lead.token);
  expect(inside.flags.map(({ kind, text }) => [kind, text])).toEqual([['image-quality', null]]);
  expect(inside.excuses.map(({ reader, text }) => [reader, text])).toEqual([[excuses[0]?.reader, null]]);
  expect((await at.ask(`/api/v1/projects/${at.own.project}/reports`, { token: at.other.token })).status).toBe(403);
});

it('[RW9] an excuse ends the read with its reason; nothing that was drawn is lost, and it goes on when the reader is asked again', async () => {
  const at = await readingOnWire();
  putMark(at.desk.doc, MARKS, outline(at.frame));
  await at.desk.saved();
  const one = (await at.workspace()).case.id;
  expect((await tell(at, 'excuse', { reason: 'other', text: '' })).status).toBe(400);
  expect((await tell(at, 'excuse', { reason: 'conflict-of-interest', text: '' }, at.other.token)).status).toBe(404);
  expect((await tell(at, 'excuse', { reason: 'conflict-of-interest', text: 'My own patient' })).status).toBe(200);
  expect(refusalIn(await at.ask(`/api/v1/reads/${at.read}`, { token: at.reader.token }))).toBe('404 not-found');
  expect(refusalIn(await at.submit())).toBe('404 not-found');
  const { excuses } = await reportsTo(at, at.lead.token);
  expect(excuses).toMatchObject([{ read: at.read, text: expect.stringContaining('My own patient') as string }]);
  expect(JSON.stringify(at.whole.services.ledger.read(`read:${at.read}`))).not.toContain('My own');
  const readers = [at.own.people.outsider.user];
  await at.ask(`/api/v1/projects/${at.own.project}/reads`, { token: at.lead.token, json: { cases: [one], readers } });
  expect((await at.workspace()).state.kind).toBe('draft');
  const { roots } = at.whole.services.collab.readDocument({ kind: 'read', read: at.read });
  expect(Object.keys(roots['marks'] ?? {})).toHaveLength(1);
});

const WINDOW = 'a3f1c2d4-0000-4000-8000-000000000001';
const OTHER_WINDOW = 'a3f1c2d4-0000-4000-8000-000000000002';

it('[RW10] the time of a read is summed over windows, kept when it is submitted, and in the export; nobody else sees it', async () => {
  const at = await readingOnWire();
  await tell(at, 'time', { sitting: WINDOW, active: 30, idle: 5 });
  const elsewhere = { sitting: OTHER_WINDOW, active: 12, idle: 0 };
  expect((await tell(at, 'time', elsewhere)).body).toEqual({ active: 42, idle: 5 });
  expect((await at.workspace()).time).toEqual({ active: 42, idle: 5 });
  expect((await tell(at, 'time', { ...elsewhere, active: -1 })).status).toBe(400);
  expect((await tell(at, 'time', { active: 5, idle: 0 })).status).toBe(400);
  expect((await tell(at, 'time', elsewhere, at.other.token)).status).toBe(404);
  putAnswer(at.desk.doc, 'quality', 'good');
  await at.desk.saved();
  expect((await at.submit()).status).toBe(200);
  expect(refusalIn(await tell(at, 'time', elsewhere))).toBe('409 read-closed');
  const list = await at.ask(`/api/v1/projects/${at.own.project}/reads`, { token: at.lead.token });
  expect(JSON.stringify(list.body)).not.toMatch(/active|idle/);
  const exported = JSON.stringify(at.whole.services.release.exportProject(at.own.project));
  expect(exported).toContain('"time":{"active":42,"idle":5}');
  // How many windows there were, and how long each of them was open, is nobody's business.
  expect(at.whole.services.store.db.select().from(readSittings).all()).toEqual([]);
});

it('[RW14] a report that comes again, or after a later one, changes nothing', async () => {
  const at = await readingOnWire();
  const report = (active: number, idle: number): Promise<Answer> => tell(at, 'time', { sitting: WINDOW, active, idle });
  for (const [active, idle] of [
    [60, 0],
    [60, 0],
    [90, 40],
    [60, 0],
    [90, 40],
  ] as const)
    await report(active, idle);
  expect((await at.workspace()).time).toEqual({ active: 90, idle: 40 });
  expect((await report(91, 40)).body).toEqual({ active: 91, idle: 40 });
});
