/** Figures of agreement through the whole server: who sees them, what they rest on, and that each look leaves its event. */
import { expect, it } from 'vitest';
import type { Subject } from '#contract/agreement-figures.ts';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import { idOf, type CaseId, type ReadId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { seeded } from '#domain/kernel/random.ts';
import { usualPanel } from '#domain/plan/session-template.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import { figuresOfJob } from '#server/agreement/figures-job.ts';
import { createFiguresThread } from '#server/agreement/figures-thread.ts';
import { newId } from '#server/store/ids.ts';
import { insertProtocolVersion } from '#server/store/protocols.ts';
import { insertRead } from '#server/store/reads.ts';
import { contentOf, openHouse, type House } from '#tests/blinding/house.ts';
import type { Role } from '#tests/blinding/cast.ts';
import { valueOf } from '#tests/factories/access.ts';
import { circle, comparedProtocol, stack, submitted, uuid } from '#tests/factories/compared-reads.ts';
import { sheetsOfCases } from '#tests/factories/sheeted-cases.ts';

const figures = async ({ services, actors, project }: House, who: Role = 'lead') =>
  valueOf(await services.agreement.figures(actors[who], project));

const subject = (subjects: readonly Subject[], id: string): Subject => {
  const found = subjects.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

/** Another read of the second case, submitted. */
function read({ services, actors, protocol, cases }: House, who: Role, extra: Partial<SubmittedRead>): void {
  const { protocol: id, version, hash } = protocol;
  const one: SubmittedRead = {
    id: newId<ReadId>(),
    case: cases[1],
    reader: { kind: 'person', user: actors[who].user },
    round: 1,
    protocol: { protocol: id, version, hash },
    ...({ blinding: 'blind', raters: 'identified', state: 'submitted', journal: 0 } as const),
    ...{ at: instantOf(1), content: contentOf(who, seeded(7)), hash: '0'.repeat(64) },
    ...extra,
  };
  services.store.transact((tx) => insertRead(tx, one, instantOf(1)));
}

it('[AP1][AP2] marks of three readers become a sheet of numbered readers, with the lesion one of them missed', async () => {
  const house = await openHouse(usualPanel('Panel'));
  const { groups, convergence } = await figures(house);
  expect(convergence).toEqual([]);
  expect(groups).toMatchObject([{ blinding: 'blind to all other reads', round: 1, raters: 'identified', cases: 1 }]);
  const subjects = groups[0]?.subjects ?? [];
  expect(subjects.map(({ id }) => id)).toEqual([
    'present:nodule',
    'marks:nodule',
    'diameter:nodule',
    'lesion-field:nodule:texture',
  ]);
  const { sheet } = subject(subjects, 'marks:nodule');
  expect(sheet.items.map(({ values }) => values.toSorted())).toEqual(
    expect.arrayContaining([
      [0, 1, 1],
      [1, 1, 1],
    ]),
  );
  expect(JSON.stringify(groups)).not.toContain(house.actors.first.user);
  expect(JSON.stringify(groups)).not.toContain(house.reads.get('first')?.id);
});

it('[AP2] the number of a reader is drawn for each look', async () => {
  const house = await openHouse(usualPanel('Panel'));
  const missed = new Set<number | undefined>();
  for (let i = 0; i < 24 && missed.size < 2; i++) {
    const { groups } = await figures(house);
    const lesions = subject(groups[0]?.subjects ?? [], 'marks:nodule').sheet.items;
    missed.add(lesions.find(({ values }) => values.includes(0))?.values.indexOf(0));
  }
  expect(missed.size).toBe(2);
});

it('[AP3] reads of different rounds and blinding never share a figure', async () => {
  const house = await openHouse(usualPanel('Panel'));
  for (const who of ['first', 'second'] as const) {
    read(house, who, { round: 2 });
    read(house, who, { round: 1, blinding: 'informed' });
  }
  const { groups } = await figures(house);
  expect(groups.map(({ round, blinding, cases }) => [round, blinding.slice(0, 5), cases]).toSorted()).toEqual([
    [1, 'blind', 1],
    [1, 'made ', 1],
    [2, 'blind', 1],
  ]);
});

it('[AP6] a look is one event that names its cases; who is inside the blind set sees a number only', async () => {
  const house = await openHouse(usualPanel('Panel'));
  const { services, project, actors, cases } = house;
  const looks = (): unknown[] =>
    services.ledger
      .read(`project:${project}`)
      .filter(({ type }) => type === 'agreement-looked')
      .map(({ actor, payload }) => [actor, payload]);
  const page = valueOf(await services.agreement.look(actors.lead, project));
  expect((await page.figures).groups).toHaveLength(1);
  expect(looks()).toEqual([[actors.lead.user, { cases: [cases[0]] }]]);
  expect(await figures(house, 'readingLead')).toMatchObject({ withheld: 1, groups: [], convergence: [] });
  expect(looks().at(-1)).toEqual([actors.readingLead.user, { cases: [] }]);
  expect(await services.agreement.figures(actors.first, project)).toMatchObject({ ok: false });
  expect(looks()).toHaveLength(2);
});

it('[AP7] the thread says what the same functions say beside it', async () => {
  const reads = [1, 2, 3].map((n) => submitted(n, n < 3 ? [circle({ x: 50, y: 50, d: 20 })] : []));
  const cases = [1, 2, 3, 4].map((n) => ({
    case: idOf<CaseId>(uuid(n)),
    reads,
    groups: lesionGroups(n > 2 ? reads : reads.slice(1), comparedProtocol, stack),
  }));
  const subjects = sheetsOfCases(cases, comparedProtocol).map(({ job }) => ({ version: 2, job, earlier: [] }));
  const answers = [
    { before: true, after: true },
    { before: false, after: true },
  ];
  const job = { subjects, discussed: [{ patient: 'one', question: 'Is there one?', answers }] };
  const reply = await createFiguresThread().figures(job);
  expect(reply).toEqual(figuresOfJob(job));
  const shown = reply.subjects.flatMap(({ figures: { coefficients } }) => coefficients.map(({ id }) => id));
  expect(shown).toEqual(expect.arrayContaining(['fleiss-kappa', 'krippendorff-alpha', 'positive-agreement']));
});

it('[AP8] a figure is followed from version to version', async () => {
  const house = await openHouse(usualPanel('Panel'));
  const next = { ...house.protocol, version: 2, hash: 'e'.repeat(64), publishedAt: instantOf(Date.now()) };
  house.services.store.transact((tx) => insertProtocolVersion(tx, next));
  const { protocol, version, hash } = next;
  for (const who of ['third', 'second'] as const) read(house, who, { protocol: { protocol, version, hash } });
  const { citation, groups } = await figures(house);
  expect(citation.version).toBe(2);
  const { trend } = subject(groups[0]?.subjects ?? [], 'marks:nodule');
  expect(trend.map((point) => [point.version, point.id, point.estimate.figure.state])).toEqual([
    [1, 'positive-agreement', 'defined'],
    [2, 'positive-agreement', 'defined'],
  ]);
});
