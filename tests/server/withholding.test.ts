/** What a reader withholds, and how a lead lets it in again or stops it. Over HTTP and the real socket. */
import { v4 } from 'uuid';
import { expect, it } from 'vitest';
import type { FlagReport, Reports } from '#contract/reports.ts';
import { putAnswer } from '#documents/read.ts';
import { RELEASE_TEXT } from '#domain/reading/report.ts';
import { readsOfProject } from '#server/store/reads.ts';
import { setCaseState } from '#server/store/cases.ts';
import { readingOnWire, type ReadingOnWire } from '#tests/factories/reading-wire.ts';
import { refusalIn, type Answer } from '#tests/factories/wire.ts';

const project = ({ own }: ReadingOnWire): string => `/api/v1/projects/${own.project}`;

const toldTo = async (at: ReadingOnWire, token = at.lead.token): Promise<Reports> =>
  (await at.ask(`${project(at)}/reports`, { token })).body as Reports;

/** The reader's reads, the one at hand first. */
const readsOf = ({ whole, own, read }: ReadingOnWire): string[] => [
  read,
  ...readsOfProject(whole.services.store.db, own.project)
    .filter(({ id, reader }) => id !== read && reader.kind === 'person' && reader.user === own.people.outsider.user)
    .map(({ id }) => id),
];

const withhold = ({ ask, reader }: ReadingOnWire, read: string, text = 'A name at the lower left'): Promise<Answer> =>
  ask(`/api/v1/reads/${read}/flags`, { token: reader.token, json: { kind: 'possible-identity', text } });

const release = (at: ReadingOnWire, flags: readonly Pick<FlagReport, 'flag'>[], token = at.lead.token) =>
  at.ask(`${project(at)}/withheld`, {
    token,
    json: { flags: flags.map(({ flag }) => flag), reason: 'not-the-patient' },
  });

const allow = (at: ReadingOnWire, allowed: boolean, token = at.lead.token): Promise<Answer> =>
  at.ask(`${project(at)}/withheld/${at.own.people.outsider.user}`, { token, method: 'PUT', json: { allowed } });

const opens = async ({ ask, other }: ReadingOnWire, { case: id }: Pick<FlagReport, 'case'>): Promise<boolean> =>
  (await ask(`/api/v1/cases/${id}/images`, { token: other.token })).status === 200;

it('[RW17] a lead is told at once which cases a reader withholds, and why; nobody else is', async () => {
  const at = await readingOnWire();
  for (const read of readsOf(at)) await withhold(at, read);
  const { flags } = await toldTo(at);
  expect(flags.map(({ withholds, text }) => [withholds, text])).toEqual([
    [true, 'A name at the lower left'],
    [true, 'A name at the lower left'],
  ]);
  const { people, project } = at.own;
  const { withholding } = at.whole.services;
  expect(withholding.waiting(people.lead, project)).toEqual([
    { reader: people.outsider.user, name: people.outsider.name, cases: flags.map((flag) => flag.case) },
  ]);
  for (const actor of [people.outsider, people.first, people.observer])
    expect(withholding.waiting(actor, project)).toEqual([]);
});

it('[RW18] a lead lets the case in again with a reason, which stands in the ledger without words; the reads go on', async () => {
  const at = await readingOnWire();
  await withhold(at, at.read);
  const { flags } = await toldTo(at);
  const [flag] = flags;
  if (!flag) throw new Error('the flag did not arrive');
  expect(await opens(at, flag)).toBe(false);
  expect(refusalIn(await release(at, flags, at.reader.token))).toBe('403 not-allowed');
  expect(await opens(at, flag)).toBe(false);
  expect((await release(at, flags)).body).toEqual({ released: 1 });
  expect(await opens(at, flag)).toBe(true);
  expect((await toldTo(at)).flags).toMatchObject([
    { withholds: false, settled: { note: RELEASE_TEXT['not-the-patient'] } },
  ]);
  const event = at.whole.services.ledger.read(`case:${flag.case}`).find(({ type }) => type === 'case-released');
  expect([event?.actor, event?.payload]).toEqual([
    at.own.people.lead.user,
    { reason: 'not-the-patient', flags: [flag.flag] },
  ]);
  expect(refusalIn(await release(at, flags))).toBe('409 version-conflict');
  const desk = at.reader.open({ kind: 'read', read: at.read });
  putAnswer(desk.doc, 'quality', 'good');
  await desk.saved();
  expect(at.whole.services.collab.readDocument({ kind: 'read', read: at.read }).roots['answers']).toEqual({
    quality: 'good',
  });
});

it('[RW18] nothing is let in where one flag is settled, unknown, or not what withholds the case', async () => {
  const at = await readingOnWire();
  for (const read of readsOf(at)) await withhold(at, read);
  const { flags } = await toldTo(at);
  const [first, second] = flags;
  if (!first || !second) throw new Error('two flags are needed');
  expect(refusalIn(await release(at, [first, { flag: v4() as FlagReport['flag'] }]))).toBe('409 version-conflict');
  // More images came in, which somebody has to look at whatever the reader saw.
  at.whole.services.store.transact((tx) => setCaseState(tx, second.case, 'awaiting-look', 'captured-screen'));
  expect(refusalIn(await release(at, flags))).toBe('409 version-conflict');
  expect([await opens(at, first), await opens(at, second)]).toEqual([false, false]);
  expect((await release(at, [first])).body).toEqual({ released: 1 });
});

it('[RW19] what one reader withholds is let in at once together, and a lead can stop that reader and let them again', async () => {
  const at = await readingOnWire();
  for (const read of readsOf(at)) await withhold(at, read);
  const { flags } = await toldTo(at);
  expect((await release(at, flags)).body).toEqual({ released: 2 });
  expect(refusalIn(await allow(at, false, at.other.token))).toBe('403 not-allowed');
  await allow(at, false);
  await allow(at, false);
  expect((await at.workspace()).mayWithhold).toBe(false);
  await withhold(at, at.read, 'Again');
  const stopped = await toldTo(at);
  expect(stopped.stopped).toEqual([at.own.people.outsider.user]);
  expect(stopped.flags.at(-1)).toMatchObject({ text: 'Again', withholds: false, settled: null });
  for (const flag of flags) expect(await opens(at, flag)).toBe(true);
  await allow(at, true);
  await withhold(at, at.read, 'And again');
  expect((await toldTo(at)).flags.map(({ withholds }) => withholds)).toEqual([false, false, true, true]);
  const events = at.whole.services.ledger.read(`project:${at.own.project}`).map(({ type }) => type);
  expect(events.filter((type) => type.startsWith('withholding'))).toEqual([
    'withholding-stopped',
    'withholding-allowed',
  ]);
});
