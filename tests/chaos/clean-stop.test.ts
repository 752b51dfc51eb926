import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { testFolder } from '#tests/factories/folder.ts';
import { after } from './person-at-work.ts';
import { sessionFaults, takeStock } from './stocktaking.ts';
import { Storm } from './storm.ts';
import { makeWorld } from './world.ts';

it('[CH11] told to stop under load, the server ends within five seconds, nothing is lost, and everybody comes back', async () => {
  const world = await makeWorld(join(testFolder(), 'data'), { sessions: 1, itemsPerSession: 15, reads: 40 });
  const storm = new Storm({ world, seed: 3 });
  onTestFinished(() => storm.abandon());
  const { books } = storm;
  await storm.serve();
  storm.begin();
  for (const ms of [400, 900]) {
    await after(ms);
    const { how, ms: took } = await storm.server.stop();
    expect([how, took < 5000]).toEqual([0, true]);
    expect(takeStock(world, books).faults).toEqual([]);
    await storm.serve();
    expect(await storm.settle()).not.toBe(null);
  }
  await storm.end();
  await storm.server.stop();
  const { faults } = takeStock(world, books, { unheard: 0 });
  expect([...books.faults, ...faults, ...sessionFaults(world, books)]).toEqual([]);
  expect(books.acknowledgedEdits).toBeGreaterThan(20);
});
