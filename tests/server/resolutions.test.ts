/** What the protocol resolves by itself: when it is recorded, what stands in the record, and what no panel is asked about then. */
import { expect, it } from 'vitest';
import { comparedInJob, type CompareJob } from '#server/agreement/compare-job.ts';
import { createKnownComparisons } from '#server/agreement/known-comparisons.ts';
import { resolveCaseOf } from '#server/agreement/resolutions.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import {
  disagreeingHouse,
  drafts,
  itemsOf,
  planned,
  queueFor,
  reads,
  submits,
  threeReads,
  type DisagreeingHouse,
} from '#tests/factories/disagreements.ts';

const RULE = { by: 'majority', of: 'existence', share: 0.6, clause: 'pleura' } as const;

const ruled = (identity: 'named' | 'aliased' = 'named'): Promise<DisagreeingHouse> =>
  disagreeingHouse({ plan: { resolve: [RULE] }, session: { identity } });

const recorded = ({ services, project }: DisagreeingHouse) => services.ledger.read(`agreement:${project}`);

const states = async (house: DisagreeingHouse) =>
  (await queueFor(house)).entries.map(({ kind, status }) => [kind, status.state]);

it('[DQ9] with the last read of a case its rules are applied, once: by the rule, under which version, on which reads', async () => {
  const house = await ruled();
  const { actors, next, disputed, services, project } = house;
  const mine = drafts(house, 'first');
  const others = [
    reads(house, 'second', { lesions: [{ at: 'a' }, { at: 'c' }] }),
    reads(house, 'third', { lesions: [{ at: 'a' }, { at: 'b' }, { at: 'c' }] }),
  ];
  expect(recorded(house)).toEqual([]);
  const heard = new Promise<void>((resolve) => {
    services.ledger.onCommitted((events) => {
      if (events.some(({ type }) => type === 'disagreement-resolved')) resolve();
    });
  });
  await submits(house, mine, { who: 'first', said: { lesions: [{ at: 'a' }, { at: 'b' }, { at: 'c' }] } });
  await heard;
  const [event, ...more] = recorded(house);
  expect(more).toEqual([]);
  expect(event).toMatchObject({ actor: 'system', type: 'disagreement-resolved' });
  const { entries } = await queueFor(house);
  expect(event?.payload).toEqual({
    disagreement: entries[0]?.id,
    ...{ case: disputed, kind: 'existence', finding: 'nodule', rule: RULE },
    protocol: { protocol: next.protocol, version: 2, hash: next.hash },
    answers: [{ about: 'existence', value: true, votes: 2, of: 3 }],
    reads: [mine, ...others].sort().map((read) => ({ read, hash: expect.any(String) as string })),
  });
  expect(entries.map(({ status }) => status)).toEqual([
    { state: 'by-rule', at: event?.at, clause: '2.3', answers: ['marked, said by 2 of 3'] },
  ]);
  valueOf(await services.agreement.applyRules(actors.lead, project));
  await services.agreement.readSubmitted(mine);
  expect(recorded(house)).toHaveLength(1);
});

it('[DQ10] looking records nothing; what came in otherwise is recorded when a lead asks, or before an agenda is made', async () => {
  const house = await ruled();
  threeReads(house);
  const { services, actors, project } = house;
  expect((await states(house))[0]).toEqual(['existence', 'rule-applies']);
  expect(recorded(house)).toEqual([]);
  // The answer is the same to somebody who must not know of the case, and the work is done all the same.
  reads(house, 'readingLead', { lesions: [{ at: 'a' }, { at: 'b' }, { at: 'c' }] });
  expect(valueOf(await services.agreement.applyRules(actors.readingLead, project))).toEqual({});
  expect(recorded(house)).toHaveLength(1);
  expect(await services.agreement.applyRules(actors.first, project)).toMatchObject({ error: { code: 'not-allowed' } });
  expect((await states(house))[0]).toEqual(['existence', 'by-rule']);
});

it('[DQ11] what a rule resolved is on no agenda, and cannot be chosen; a case that is named comes before the panel all the same', async () => {
  const house = await ruled();
  threeReads(house);
  const { services, actors, project } = house;
  const agenda = async (about: Parameters<typeof planned>[1]) => {
    const made = await services.agreement.schedule(actors.lead, project, planned(house, about));
    return made.ok ? itemsOf(house, made.value.session).map(({ content }) => content.kinds) : made.error.code;
  };
  const [existence] = (await queueFor(house)).entries;
  expect(await agenda({ disagreements: [existence?.id ?? ''] })).toBe('disagreement-gone');
  expect(recorded(house)).toHaveLength(1);
  expect((await agenda({})).toString().split(',').sort()).toEqual(['class', 'extent', 'field']);
  const all = await disagreeingHouse({ plan: { resolve: [RULE] } });
  reads(all, 'first', { lesions: [{ at: 'b' }] });
  reads(all, 'second', { lesions: [] });
  reads(all, 'third', { lesions: [{ at: 'b' }] });
  const plan = planned(all, { cases: [all.disputed] });
  const { session } = valueOf(await all.services.agreement.schedule(all.actors.lead, all.project, plan));
  expect(itemsOf(all, session).map(({ content }) => content.kinds)).toEqual([['existence']]);
  expect(await all.services.agreement.schedule(all.actors.lead, all.project, planned(all, {}))).toMatchObject({
    error: { code: 'no-disagreements' },
  });
});

it('[DQ12] what a panel has before it is left to the panel', async () => {
  const house = await ruled();
  const { services, actors, project } = house;
  reads(house, 'first', { lesions: [{ at: 'b' }] });
  reads(house, 'second', { lesions: [] });
  // One against one is no majority; people are asked, and then a third read comes in.
  const ids = (await queueFor(house)).entries.map(({ id }) => id);
  valueOf(await services.agreement.schedule(actors.lead, project, planned(house, { disagreements: ids })));
  await services.agreement.readSubmitted(reads(house, 'third', { lesions: [{ at: 'b' }] }));
  expect(recorded(house)).toEqual([]);
  expect(await states(house)).toEqual([['existence', 'on-agenda']]);
});

it('[DQ13] an export says what rules resolved, by which of them, and names no read where they go under aliases', async () => {
  for (const identity of ['named', 'aliased'] as const) {
    const house = await ruled(identity);
    threeReads(house);
    const { services, actors, project, disputed } = house;
    valueOf(await services.agreement.applyRules(actors.lead, project));
    valueOf(await services.agreement.schedule(actors.lead, project, planned(house, { cases: [disputed] })));
    const { resolutions } = valueOf(services.release.exportProject(project));
    expect(resolutions).toMatchObject([{ by: 'rule', discussed: false, rule: RULE, protocol: { version: 2 } }]);
    expect(resolutions[0]?.reads?.length).toBe(identity === 'named' ? 3 : undefined);
  }
});

it('[DQ22] the case is compared in the thread, once, and what its rules resolve is recorded when that is done', async () => {
  const submit = (house: DisagreeingHouse) => {
    threeReads(house);
    const { store, ledger } = house.services;
    const last = readsOfCase(store.db, house.disputed).find(({ state }) => state === 'submitted');
    if (!last) throw new Error('no read');
    const [jobs, thread] = [[] as CompareJob[], Promise.withResolvers<undefined>()];
    const compare = async (job: CompareJob) => {
      jobs.push(job);
      await thread.promise;
      return comparedInJob(job);
    };
    const ports = {
      ...{ store, ledger, known: createKnownComparisons(ledger), keyed: (_: string, text: string) => text },
      frames: { geometryOf: () => undefined, seriesOf: () => undefined },
      thread: { compare, figures: () => Promise.reject(new Error('nobody asked for figures')) },
      agendas: () => [],
    };
    return { jobs, thread, resolve: () => resolveCaseOf(ports, last.id) };
  };
  const house = await ruled();
  const { jobs, thread, resolve } = submit(house);
  const done = resolve();
  expect(jobs.map(({ sets }) => sets.map(({ reads: compared }) => compared.length))).toEqual([[3]]);
  expect(recorded(house)).toEqual([]);
  thread.resolve(undefined);
  await done;
  expect(recorded(house)).toMatchObject([{ actor: 'system', payload: { kind: 'existence', rule: RULE } }]);
  await resolve();
  expect([jobs.length, recorded(house).length]).toEqual([1, 1]);
  // Where no rule could speak nothing is compared.
  const without = submit(await disagreeingHouse());
  await without.resolve();
  expect(without.jobs).toEqual([]);
});
