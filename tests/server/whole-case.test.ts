/** What readers answered differently for a case as a whole, from the queue to the export. */
import { expect, it } from 'vitest';
import { itemRecords } from '#domain/record/item-record.ts';
import { itemOf, readsOf } from '#domain/session/view.ts';
import { insertInstance, seriesNamed } from '#server/store/images.ts';
import { caseById } from '#server/store/cases.ts';
import { valueOf } from '#tests/factories/access.ts';
import {
  chaired,
  disagreeingHouse,
  itemsOf,
  planned,
  queueFor,
  reads,
  threeReads,
  type DisagreeingHouse,
} from '#tests/factories/disagreements.ts';

const DIGEST = 'a'.repeat(64);

const aboutCase = async (house: DisagreeingHouse) =>
  (await queueFor(house)).entries.find(({ lesion }) => lesion === null);

async function scheduled(house: DisagreeingHouse, about: Parameters<typeof planned>[1]) {
  const { services, actors, project } = house;
  return valueOf(await services.agreement.schedule(actors.lead, project, planned(house, about))).session;
}

it('[DQ16][SE28] goes from the queue to a vote, a reveal, a seal and an export, which say that it is about the case', async () => {
  const house = await disagreeingHouse({ session: { reasonRequired: false } });
  threeReads(house);
  const { services, actors, project, disputed } = house;
  const quality = await aboutCase(house);
  expect(quality).toMatchObject({ about: 'Diagnostic quality', votedOn: true, status: { state: 'open' } });
  const session = await scheduled(house, { disagreements: [quality?.id ?? ''] });
  const [item] = itemsOf(house, session);
  if (!item) throw new Error('no item');
  const { id } = item.content;
  expect(item.content).toMatchObject({ case: disputed, finding: null, kinds: ['field'], fields: ['quality'] });
  expect((await aboutCase(house))?.status).toMatchObject({ state: 'on-agenda', session, title: 'Panel two' });
  const again = planned(house, { disagreements: [quality?.id ?? ''] });
  expect(await services.agreement.schedule(actors.lead, project, again)).toMatchObject({
    error: { code: 'disagreement-gone' },
  });
  await chaired(house, session, [
    ...[{ type: 'join' }, { type: 'open-session' }, { type: 'open-item', item: id }, { type: 'open-vote', item: id }],
    { type: 'cast-ballot', item: id, round: 1, stage: 0, answer: false },
  ]);
  const seen = valueOf(await services.session.view(actors.chair, session)).record;
  expect(itemOf(seen, id)?.revealed).toMatchObject({ kinds: ['field'], fields: ['quality'] });
  expect(
    readsOf(seen, id)
      .map(({ attributes }) => attributes['quality'])
      .sort(),
  ).toEqual([false, true, true]);
  await chaired(house, session, [
    { type: 'decide', item: id },
    { type: 'seal', item: id, castingVotes: {}, cause: 'image-limits' },
  ]);
  expect((await aboutCase(house))?.status).toMatchObject({ state: 'settled', session });
  const exported = valueOf(services.release.exportProject(project)).sessions[0]?.record;
  expect(exported && itemOf(exported, id)).toMatchObject({ finding: null, target: { box: null } });
  expect(exported?.agenda[0]?.outcome).toBe('Diagnostic quality: No, 1 of 1');
  const state = services.session.state(session);
  expect(state && itemRecords(state)).toMatchObject([
    { finding: null, softLabels: [{ about: 'quality', answered: 1 }] },
  ]);
});

it('[DQ16] stands on one agenda with lesions, and is open again when a session left it unsealed', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const all = await scheduled(house, {});
  const subjects = itemsOf(house, all).map(({ content }) =>
    [content.finding?.id ?? 'case', ...content.kinds].join(' '),
  );
  expect(subjects.sort()).toEqual(['case field', 'nodule class', 'nodule existence extent']);
  await chaired(house, all, [{ type: 'join' }, { type: 'open-session' }, { type: 'close-session' }]);
  expect((await queueFor(house)).entries.map(({ status }) => status.state)).toEqual(new Array(4).fill('open'));
  const chosen = (await queueFor(house)).entries.map(({ id }) => id);
  expect(itemsOf(house, await scheduled(house, { disagreements: chosen }))).toHaveLength(3);
});

it('[DQ16] another round of reads of the case is another disagreement', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const quality = await aboutCase(house);
  await scheduled(house, { disagreements: [quality?.id ?? ''] });
  for (const [who, said] of [['first', true] as const, ['second', false] as const])
    reads(house, who, { lesions: [], answers: { quality: said } }, { round: 2 });
  const states = (await queueFor(house)).entries
    .filter(({ lesion }) => lesion === null)
    .map(({ status }) => status.state);
  expect(states.sort()).toEqual(['on-agenda', 'open']);
});

it('[DQ17] a number of the case is shown, cannot be chosen, and comes before no panel', async () => {
  const range = { minimum: 0, maximum: 9, unit: '' };
  const counted = { id: 'count', label: 'Nodules', required: false, kind: 'number', ...range } as const;
  const house = await disagreeingHouse({ plan: { caseFields: ['count'] }, caseFields: [counted] });
  for (const [who, count] of [['first', 1] as const, ['second', 4] as const])
    reads(house, who, { lesions: [], answers: { count } });
  const one = await aboutCase(house);
  expect(one).toMatchObject({ about: 'Nodules', votedOn: false, status: { state: 'open' } });
  const { services, actors, project } = house;
  const plan = planned(house, { disagreements: [one?.id ?? ''] });
  const refusals = [plan, planned(house, {})].map((each) => services.agreement.schedule(actors.lead, project, each));
  expect(await Promise.all(refusals)).toMatchObject([
    { error: { code: 'disagreement-gone' } },
    { error: { code: 'no-disagreements' } },
  ]);
});

it('[DQ18] its controls are cases for which everybody answered the same, and it is none for lesions', async () => {
  const house = await disagreeingHouse({ session: { controls: 0.5 } });
  threeReads(house);
  const [agreed] = house.cases;
  for (const who of ['third', 'drafter'] as const)
    reads(house, who, { lesions: [], answers: { quality: true } }, { case: agreed });
  const controls = async (disagreement: string | undefined) =>
    itemsOf(house, await scheduled(house, { disagreements: [disagreement ?? ''] }))
      .filter(({ content }) => content.kinds.length === 0)
      .map(({ content }) => [content.finding?.id ?? 'case', content.case]);
  const { entries } = await queueFor(house);
  expect(await controls(entries.find(({ lesion }) => lesion === null)?.id)).toEqual([['case', agreed]]);
  expect((await controls(entries[0]?.id)).map(([about]) => about)).toEqual(['nodule']);
});

it('[DQ20] it begins where a reader of the case begins, in the middle of its first series, and at no place', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const { store } = house.services;
  const study = caseById(store.db, house.disputed)?.study;
  if (!study) throw new Error('no such case');
  store.transact((tx) => {
    const series = seriesNamed(tx, {
      study,
      uid: '1.2.840.99.2.0',
      modality: 'CT',
      number: 0,
      label: 'before the other',
    });
    for (const number of [3, 1, 2])
      insertInstance(tx, series, {
        ...{ sop: `1.2.840.99.2.0.${String(number)}`, sopClass: '1.2.840.10008.5.1.4.1.1.2', instanceNumber: number },
        ...{ frameSyntax: '1.2.840.10008.1.2.1', rows: 512, columns: 512, blob: DIGEST, metadata: '{}' },
        geometry: { rows: 512, columns: 512 },
        frames: [{ number: 1, offset: 0, length: 512, sha256: DIGEST, geometry: null }],
      });
  });
  const quality = await aboutCase(house);
  const [item] = itemsOf(house, await scheduled(house, { disagreements: [quality?.id ?? ''] }));
  expect(item?.content.target).toEqual({ frame: { sop: '1.2.840.99.2.0.2', frame: 1 }, box: null });
});
