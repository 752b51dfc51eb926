/** The queue of disagreements through the whole server: who sees it, what it says, what becomes of what is chosen. */
import { expect, it } from 'vitest';
import { readsOfCase } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import {
  chaired,
  disagreeingHouse,
  itemsOf,
  planned,
  queueFor,
  reads,
  threeReads,
} from '#tests/factories/disagreements.ts';

const summary = ({ entries }: Awaited<ReturnType<typeof queueFor>>) =>
  entries.map(({ kind, lesion, cost }) => [kind, lesion && `${lesion.finding} ${String(lesion.number)}`, cost.value]);

it('[DQ1] all kinds stand in one queue, what costs most first, those about the whole case included', async () => {
  const house = await disagreeingHouse({ plan: { cost: { management: [], kinds: { class: 0.5 } } } });
  threeReads(house);
  const queue = await queueFor(house);
  expect(summary(queue)).toEqual([
    ['existence', expect.stringContaining('Nodule'), 2 / 3],
    ['class', expect.stringContaining('Nodule'), 0.5],
    ['extent', expect.stringContaining('Nodule'), 0],
    ['field', null, 0],
  ]);
  expect(queue).toMatchObject({ compared: 1, withheld: 0, citation: { version: 2 }, readers: ['1', '2', '3'] });
  const [existence, texture, extent, quality] = queue.entries;
  expect(existence?.cost).toMatchObject({ changes: 2 / 3, ofKind: 0 });
  expect(existence?.lesion?.place).toEqual({ frame: house.frames[1], x: 250, y: 250 });
  expect(existence?.statements.map(({ text, managed }) => [text, managed]).toSorted()).toEqual([
    ['marked, 14.0 mm', 'Nodule'],
    ['marked, 28.0 mm', 'Nodule'],
    ['not marked', null],
  ]);
  expect(texture).toMatchObject({ about: 'Texture', cost: { value: 0.5, changes: 0, ofKind: 0.5 } });
  expect(texture?.statements.map(({ text }) => text).toSorted()).toEqual(['Part-solid', 'Solid', 'Solid']);
  expect(extent).toMatchObject({ about: 'Longest diameter', measure: '14.0 mm apart, 4.2 mm allowed' });
  expect(quality).toMatchObject({ about: 'Diagnostic quality', status: { state: 'open' } });
});

it('[DQ2] a disagreement has the same name in every look, and nothing that leads to a mark, a read or a person', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const looks = [await queueFor(house), await queueFor(house)];
  const names = looks.map(({ entries }) => entries.map(({ id }) => id));
  expect(names[0]).toEqual(names[1]);
  expect(new Set(names[0]).size).toBe(4);
  const told = JSON.stringify(looks);
  const { db } = house.services.store;
  for (const read of readsOfCase(db, house.disputed)) {
    const marks = read.state === 'submitted' ? read.content.marks.map(({ id }) => id) : [];
    for (const secret of [read.id, ...marks]) expect(told).not.toContain(secret);
  }
  for (const who of ['first', 'second', 'third'] as const) expect(told).not.toContain(house.actors[who].user);
});

it('[DQ3] readers are numbered by lot for each look; slots that are not the same people get letters, case by case', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const missed = new Set<string | undefined>();
  for (let i = 0; i < 24 && missed.size < 2; i++) {
    const { entries } = await queueFor(house);
    missed.add(entries[0]?.statements.find(({ text }) => text === 'not marked')?.reader);
  }
  expect(missed.size).toBe(2);
  const slots = await disagreeingHouse();
  for (const [i, texture] of ['solid', 'part-solid'].entries()) {
    const reader = { kind: 'slot', label: `Reader ${String(i)}`, source: 'test' } as const;
    reads(slots, 'first', { lesions: [{ at: 'a', texture }] }, { reader, raters: 'interchangeable' });
  }
  const queue = await queueFor(slots);
  expect(queue).toMatchObject({ raters: 'interchangeable', readers: [] });
  expect(queue.entries[0]?.statements.map(({ reader }) => reader).toSorted()).toEqual(['A', 'B']);
});

it('[DQ4] a pair of readers stands at what those two alone would disagree in', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const [existence, texture, extent, quality] = (await queueFor(house)).entries;
  for (const one of [existence, texture, quality]) {
    const odd = one?.statements.filter(({ text }, _, all) => all.filter((other) => other.text === text).length === 1);
    const alone = one === existence ? one?.statements.filter(({ text }) => text === 'not marked') : odd;
    expect(one?.pairs).toHaveLength(2);
    for (const pair of one?.pairs ?? []) expect(pair).toContain(alone?.[0]?.reader);
  }
  expect(extent?.pairs).toHaveLength(1);
});

it('[DQ5] the queue is one look with its event, open to leads outside the blind set alone', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  reads(house, 'readingLead', { lesions: [] });
  const { services, project, actors, disputed } = house;
  await queueFor(house);
  const looks = services.ledger.read(`project:${project}`).filter(({ type }) => type === 'agreement-looked');
  expect(looks.map(({ actor, payload }) => [actor, payload])).toEqual([[actors.lead.user, { cases: [disputed] }]]);
  expect(await queueFor(house, 'readingLead')).toMatchObject({ withheld: 1, compared: 0, entries: [], readers: [] });
  for (const who of ['first', 'third', 'oversight'] as const) {
    const refused = await services.agreement.queue(actors[who], project);
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  }
});

it('[DQ6][DQ7] of what is chosen each lesion comes before the panel once, with all its readers differ in, and is then on an agenda', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const { services, actors, project } = house;
  const [existence, texture, extent] = (await queueFor(house)).entries;
  const chosen = [existence?.id ?? '', extent?.id ?? ''];
  const { session } = valueOf(
    await services.agreement.schedule(actors.lead, project, planned(house, { disagreements: chosen })),
  );
  expect(itemsOf(house, session).map(({ content }) => content.kinds)).toEqual([['existence', 'extent']]);
  const after = await queueFor(house);
  const states = after.entries.map(({ kind, status }) => [kind, status.state]);
  expect(states).toEqual([
    ['existence', 'on-agenda'],
    ['class', 'open'],
    ['extent', 'on-agenda'],
    ['field', 'open'],
  ]);
  expect(after.entries[0]?.status).toMatchObject({ session, title: 'Panel two' });
  // A second panel would sit over the same lesion; and what was never told cannot be chosen.
  for (const ids of [chosen, [texture?.id ?? '', 'unknown']]) {
    const plan = planned(house, { disagreements: ids });
    const refused = await services.agreement.schedule(actors.lead, project, plan);
    expect(refused).toMatchObject({ ok: false, error: { code: 'disagreement-gone' } });
  }
  expect(valueOf(await services.session.list(actors.lead, project))).toHaveLength(1);
});

it('[DQ6] a sealed item is settled, and what a closed session left unsealed is open again', async () => {
  const house = await disagreeingHouse({ session: { reasonRequired: false } });
  threeReads(house);
  const { services, actors, project } = house;
  const ids = (await queueFor(house)).entries.flatMap(({ id, lesion }) => (lesion ? [id] : []));
  const plan = planned(house, { disagreements: ids });
  const { session } = valueOf(await services.agreement.schedule(actors.lead, project, plan));
  const item = itemsOf(house, session).find(({ content }) => content.kinds.includes('existence'))?.content.id;
  if (!item) throw new Error('no item');
  await chaired(house, session, [
    ...[{ type: 'join' }, { type: 'open-session' }, { type: 'open-item', item }, { type: 'open-vote', item }],
    ...[{ type: 'cast-ballot', item, round: 1, stage: 0, answer: 'no' }],
    ...[
      { type: 'decide', item },
      { type: 'seal', item, castingVotes: {}, cause: 'misread' },
    ],
  ]);
  const states = async () => (await queueFor(house)).entries.map(({ kind, status }) => [kind, status.state]);
  expect((await states()).slice(0, 3)).toEqual([
    ['existence', 'settled'],
    ['class', 'on-agenda'],
    ['extent', 'settled'],
  ]);
  await chaired(house, session, [{ type: 'close-session' }]);
  expect((await states()).slice(0, 3)).toEqual([
    ['existence', 'settled'],
    ['class', 'open'],
    ['extent', 'settled'],
  ]);
});

it('[DQ7] whoever is inside the blind set can choose nothing of it', async () => {
  const house = await disagreeingHouse();
  threeReads(house);
  const [first] = (await queueFor(house)).entries;
  reads(house, 'readingLead', { lesions: [{ at: 'a' }] });
  const [moved] = (await queueFor(house)).entries;
  // Another read makes another disagreement of it.
  expect(moved?.id).not.toBe(first?.id);
  for (const who of ['lead', 'readingLead'] as const) {
    const ids = [who === 'lead' ? first : moved].map((one) => one?.id ?? '');
    const plan = planned(house, { disagreements: ids });
    const refused = await house.services.agreement.schedule(house.actors[who], house.project, plan);
    expect(refused).toMatchObject({ ok: false, error: { code: 'disagreement-gone' } });
  }
});

it('[DQ8] the declared share of controls joins the agenda, the same ones each time', async () => {
  const house = await disagreeingHouse({ session: { controls: 0.5 } });
  threeReads(house);
  const { services, actors, project } = house;
  const [existence] = (await queueFor(house)).entries;
  const agendas = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const about = i === 0 ? { disagreements: [existence?.id ?? ''] } : { cases: [house.disputed] };
    const { session } = valueOf(await services.agreement.schedule(actors.lead, project, planned(house, about)));
    const items = itemsOf(house, session);
    // One lesion is seen alike by all three: there are no more controls than that, and none for the case as a whole.
    expect(items.filter(({ content }) => content.kinds.length === 0)).toHaveLength(1);
    expect(items).toHaveLength(i === 0 ? 2 : 4);
    agendas.add(JSON.stringify(items.find(({ content }) => content.kinds.length === 0)?.content.target));
  }
  expect(agendas.size).toBe(1);
});
