/** What the answer to scheduling a session tells whoever asks for one. */
import { expect, it } from 'vitest';
import { usualPanel } from '#domain/plan/session-template.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type { Role } from './cast.ts';
import { ONE_QUESTION, openHouse, outlineAt, type House, type Reading } from './house.ts';

const blank = (): ReadContent => ({ marks: [], answers: {} });
const alike: Reading = (_, random) => ({
  marks: [{ ...outlineAt([150, 150], 'solid', random), attributes: { texture: 'solid' } }],
  answers: {},
});

/** The kinds of disagreement on the agenda, item by item, or why there is no session. */
async function agendaFor(house: House, who: Role, cases: CaseId[]): Promise<unknown> {
  const people = [{ user: house.actors.chair.user, role: 'chair' as const }];
  const plan = { title: 'Panel', cases, people };
  const answer = await house.services.agreement.schedule(house.actors[who], house.project, plan);
  if (!answer.ok) return answer.error.code;
  await house.services.session.settled(answer.value.session);
  return house.services.session.state(answer.value.session)?.items.map(({ content }) => content.kinds);
}

const sorted = (agenda: unknown): unknown => (Array.isArray(agenda) ? agenda.map(String).sort() : agenda);

it.each([
  ['in which everybody marked the same', alike],
  ['in which nobody marked anything', blank],
])('[BL12] a case %s comes before the panel as a control when it is named', async (_, reading) => {
  const house = await openHouse(usualPanel('Panel'), reading);
  const [one] = house.cases;
  expect(await agendaFor(house, 'readingLead', [one])).toEqual([[]]);
  expect(await agendaFor(house, 'lead', [one])).toEqual([[]]);
  // Not to be compared yet, which leads know.
  expect(await agendaFor(house, 'readingLead', [house.cases[1]])).toBe('no-disagreements');
});

it.each([
  ['differ', 'no'],
  ['agree', 'yes'],
])(
  '[BL12][DQ19] whoever has read it gets the case as a whole and a place of it, whether its answers %s',
  async (_, said) => {
    const answering: Reading = (role, random) => {
      const { marks } = alike(role, random);
      return { marks, answers: { complete: role === 'second' ? said : 'yes' } };
    };
    const house = await openHouse(usualPanel('Panel'), answering, ONE_QUESTION);
    const [one] = house.cases;
    const disputed = said === 'no' ? ['field'] : [];
    expect(sorted(await agendaFor(house, 'readingLead', [one]))).toEqual(sorted([[], disputed]));
    expect(await agendaFor(house, 'lead', [one])).toEqual([disputed]);
  },
);

it('[BL12] that no case at all is disputed is told to those alone who may know it of every case', async () => {
  const house = await openHouse(usualPanel('Panel'), alike);
  expect(await agendaFor(house, 'readingLead', [])).toEqual([[]]);
  expect(await agendaFor(house, 'lead', [])).toBe('no-disagreements');
});

it('[BL10] scheduling again and again gives the same place', async () => {
  const house = await openHouse(usualPanel('Panel'));
  const plan = { title: 'Panel', cases: [], people: [{ user: house.actors.chair.user, role: 'chair' as const }] };
  const places = new Set<string>();
  for (let i = 0; i < 4; i++) {
    const answer = await house.services.agreement.schedule(house.actors.lead, house.project, plan);
    if (answer.ok) await house.services.session.settled(answer.value.session);
    const items = answer.ok ? house.services.session.state(answer.value.session)?.items : [];
    places.add(JSON.stringify(items?.map(({ content }) => JSON.stringify(content.target)).sort()));
  }
  expect([...places]).toHaveLength(1);
});
