import { expect, test } from 'vitest';
import { idOf } from '#domain/kernel/id.ts';
import { durationText, ReadingClock } from './reading-clock.ts';

/** A clock at a server that adds what it is told, and fails while `down`. */
function clockAtServer() {
  const at = { now: 0, down: false, sums: { active: 100, idle: 7 }, told: [] as unknown[] };
  const fetching: typeof fetch = (_address, init) => {
    if (at.down) return Promise.reject(new TypeError('no network'));
    const seconds = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as { active: number; idle: number };
    at.told.push(seconds);
    at.sums = { active: at.sums.active + seconds.active, idle: at.sums.idle + seconds.idle };
    return Promise.resolve(Response.json(at.sums));
  };
  const clock = new ReadingClock({
    read: idOf('r'),
    told: at.sums,
    fetching,
    now: () => at.now,
  });
  return { at, clock };
}

test('[RW10] the window tells sums and no times, and goes on from what other windows told', async () => {
  const { at, clock } = clockAtServer();
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
  expect(at.told).toHaveLength(1);
});

test('[RW10] a hidden page is idle, and what the server did not hear is told next time, once', async () => {
  const { at, clock } = clockAtServer();
  at.now = 10_000;
  clock.shown(false);
  at.now = 30_000;
  at.down = true;
  await clock.tell();
  expect([at.told, clock.time]).toEqual([[], { active: 110, idle: 27 }]);
  at.down = false;
  clock.shown(true);
  await clock.tell();
  expect([at.told, at.sums]).toEqual([[{ active: 10, idle: 20 }], { active: 110, idle: 27 }]);
});

test('[RW10] durations read as people say them', () => {
  expect([20, 61, 3600, 3900].map(durationText)).toEqual(['under 1 min', '1 min', '1 h', '1 h 5 min']);
});
