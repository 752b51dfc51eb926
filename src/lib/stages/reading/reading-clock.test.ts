import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf } from '#domain/kernel/id.ts';
import { furthest, NO_TIME, type ReadingTime } from '#domain/reading/reading-time.ts';
import { durationText, ReadingClock } from './reading-clock.ts';

type Told = ReadingTime & { readonly sitting: string };
/** What becomes of a report: heard and answered, heard but the answer is lost, lost, or heard after the next one. */
type Fate = 'answered' | 'answer lost' | 'lost' | 'late';

const OTHERS = { active: 100, idle: 7 };

/** A clock at a server that keeps the totals of every sitting. */
function clockAtServer() {
  const at = { now: 0, fate: 'answered' as Fate, told: [] as ReadingTime[], held: new Map<string, ReadingTime>() };
  const sittings = new Set<string>();
  const late: Told[] = [];
  const hear = ({ sitting, ...told }: Told): ReadingTime => {
    at.held.set(sitting, furthest(at.held.get(sitting) ?? NO_TIME, told));
    return [...at.held.values()].reduce((a, b) => ({ active: a.active + b.active, idle: a.idle + b.idle }), OTHERS);
  };
  const fetching: typeof fetch = (_address, init) => {
    const told = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as Told;
    const { fate } = at;
    sittings.add(told.sitting);
    at.told.push({ active: told.active, idle: told.idle });
    if (fate === 'late') late.push(told);
    if (fate === 'answer lost') hear(told);
    if (fate !== 'answered') return Promise.reject(new TypeError('no network'));
    const sums = hear(told);
    for (const before of late.splice(0)) hear(before);
    return Promise.resolve(Response.json(sums));
  };
  const clock = new ReadingClock({ read: idOf('r'), told: OTHERS, fetching, now: () => at.now });
  const sums = (): ReadingTime => hear({ sitting: 'nobody', ...NO_TIME });
  return { at, clock, sums, sittings };
}

test('[RW10] the window tells sums and no times, and nothing when there is nothing new or the read is in', async () => {
  const { at, clock, sittings } = clockAtServer();
  at.now = 40_500;
  clock.input();
  at.now = 130_000;
  await clock.tell();
  expect(at.told).toEqual([{ active: 100, idle: 29 }]);
  expect(clock.time).toEqual({ active: 200, idle: 36 });
  await clock.tell();
  expect(at.told).toHaveLength(1);
  at.now = 150_000;
  clock.close();
  await clock.tell();
  expect([at.told.length, sittings.size]).toEqual([1, 1]);
});

test('[RW10] a hidden page is idle, and what other windows told meanwhile is in the sum', async () => {
  const { at, clock } = clockAtServer();
  at.now = 10_000;
  clock.shown(false);
  at.now = 30_000;
  at.held.set('another window', { active: 60, idle: 0 });
  await clock.tell();
  expect([at.told, clock.time]).toEqual([[{ active: 10, idle: 20 }], { active: 170, idle: 27 }]);
});

test('[RW14] no second counts twice, whichever reports and answers are lost, repeated or late', async () => {
  const step = fc.record({
    seconds: fc.integer({ min: 1, max: 100 }),
    input: fc.boolean(),
    fate: fc.constantFrom<Fate>('answered', 'answer lost', 'lost', 'late'),
    twice: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { at, clock, sums } = clockAtServer();
      for (const { seconds, input, fate, twice } of steps) {
        at.now += seconds * 1000;
        if (input) clock.input();
        at.fate = fate;
        await Promise.all(twice ? [clock.tell(), clock.tell()] : [clock.tell()]);
      }
      at.now += 1000;
      at.fate = 'answered';
      await clock.tell();
      const { active, idle } = sums();
      expect(active + idle).toBe(OTHERS.active + OTHERS.idle + at.now / 1000);
      expect(clock.time).toEqual({ active, idle });
    }),
  );
});

test('[RW10] durations read as people say them', () => {
  expect([20, 61, 3600, 3900].map(durationText)).toEqual(['under 1 min', '1 min', '1 h', '1 h 5 min']);
});
