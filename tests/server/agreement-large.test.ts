/** Agreement over a large project: the event loop serves others meanwhile, and nothing is compared twice. */
import { expect, it } from 'vitest';
import { usualPanel } from '#domain/plan/session-template.ts';
import { comparedInJob, type CompareJob } from '#server/agreement/compare-job.ts';
import { createFiguresThread, type FiguresThread } from '#server/agreement/figures-thread.ts';
import { createKnownComparisons } from '#server/agreement/known-comparisons.ts';
import { look, type LookPorts } from '#server/agreement/looks.ts';
import type { LedgerEvent } from '#server/store/ledger.ts';
import { openHouse, type House } from '#tests/blinding/house.ts';
import { valueOf } from '#tests/factories/access.ts';
import { circle, comparedProtocol, comparedReads, submitted } from '#tests/factories/compared-reads.ts';
import { fillProject } from '#tests/factories/large-project.ts';

/** Processor time of this thread, in ms: what others on the machine do does not count. */
function busy(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** @returns for how long, in ms of work, the event loop was held at once */
async function longestTurn(during: () => Promise<unknown>): Promise<number> {
  let [last, longest, over]: [number, number, boolean] = [busy(), 0, false];
  const beat = (): void => {
    longest = Math.max(longest, busy() - last);
    last = busy();
    if (!over) setImmediate(beat);
  };
  setImmediate(beat);
  await during();
  beat();
  over = true;
  return longest;
}

/** What a look asks for, with a thread and a memory of its own. */
const portsOf = ({ services: { store, ledger } }: House, thread: FiguresThread): LookPorts => ({
  ...{ store, ledger, thread, known: createKnownComparisons(ledger) },
  frames: { geometryOf: () => undefined, seriesOf: () => undefined },
  deliberatesOver: () => false,
});

/** Does the work at once, and counts the sets that were asked for. */
function countingThread(): FiguresThread & { sets: number } {
  const thread = {
    sets: 0,
    figures: () => Promise.reject(new Error('nobody asked for figures')),
    compare: (job: CompareJob) => {
      thread.sets += job.sets.length;
      return Promise.resolve(comparedInJob(job));
    },
  };
  return thread;
}

it('[AP12] a look at a large project leaves the event loop to others', async () => {
  const house = await openHouse(usualPanel('Panel'));
  fillProject(house, { cases: 120, marks: 12 });
  const { services, actors, project } = house;
  const longest = await longestTurn(async () => {
    const { compared, figures } = valueOf(await services.agreement.look(actors.lead, project));
    expect(compared).toBe(121);
    expect((await figures).groups[0]?.cases).toBe(121);
  });
  console.info(`a look at 4,300 marks holds the event loop for at most ${longest.toFixed(0)} ms of work`);
  expect(longest).toBeLessThan(200);
}, 90_000);

it('[AP13] the thread compares as the same function does beside it, and a failed job does not end it', async () => {
  const thread = createFiguresThread();
  const reads = [1, 2].map((n) =>
    submitted(n, [circle({ x: 50, y: 50, d: 20 * n }), circle({ x: 300, y: 9 * n, d: 12 })]),
  );
  const [first, ...others] = reads;
  if (!first) throw new Error('two reads');
  const set = { reads: [first, ...others] as const, frames: new Map() };
  await expect(thread.compare(JSON.parse('{}') as CompareJob)).rejects.toThrow(TypeError);
  expect(await thread.compare({ protocol: comparedProtocol, sets: [set] })).toEqual([
    comparedReads(reads, comparedProtocol, () => undefined),
  ]);
});

it('[AP14] what was compared once is known until images come in; a new read makes another comparison', async () => {
  const house = await openHouse(usualPanel('Panel'));
  fillProject(house, { cases: 3, marks: 2 });
  const thread = countingThread();
  const ports = portsOf(house, thread);
  const request = { actor: house.actors.lead, project: house.project, versions: 'all' } as const;
  const seen = valueOf(await look(ports, request)).seen;
  expect([thread.sets, seen.length]).toEqual([4, 4]);
  expect(valueOf(await look(ports, request)).seen).toEqual(seen);
  expect(thread.sets).toBe(4);
  fillProject(house, { cases: 1, marks: 1, from: 3 });
  valueOf(await look(ports, request));
  expect(thread.sets).toBe(5);
});

it('[AP14] the memory forgets what was used least, and everything when images come in', () => {
  const heard: ((events: readonly LedgerEvent[]) => void)[] = [];
  const known = createKnownComparisons({ onCommitted: (listener) => (heard.push(listener), () => undefined) });
  const one = comparedReads([submitted(1, []), submitted(2, [])]);
  const third = 10 * 1024 * 1024;
  known.keep('a', one, third);
  known.keep('b', one, third);
  expect(known.get('a')).toBe(one);
  known.keep('c', one, third);
  expect(['a', 'b', 'c'].map((key) => known.get(key) !== undefined)).toEqual([true, false, true]);
  for (const listener of heard) listener([{ type: 'images-imported' } as LedgerEvent]);
  expect(['a', 'c'].map((key) => known.get(key))).toEqual([undefined, undefined]);
});

it('[AP15] whoever becomes part of the blind set while a look is prepared learns nothing of it', async () => {
  const house = await openHouse(usualPanel('Panel'));
  const { actors, project } = house;
  let seated = false;
  const thread = countingThread();
  const ports: LookPorts = {
    ...portsOf(house, {
      ...thread,
      compare: (job) => {
        seated = true;
        return thread.compare(job);
      },
    }),
    deliberatesOver: () => seated,
  };
  const answer = valueOf(await look(ports, { actor: actors.lead, project, versions: 'newest' }));
  expect(answer).toMatchObject({ withheld: 1, seen: [] });
  const [event] = house.services.ledger.read(`project:${project}`).slice(-1);
  expect(event).toMatchObject({ type: 'agreement-looked', payload: { cases: [] } });
});
