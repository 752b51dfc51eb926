/** People work through a bad network; when it is good again, everything has arrived once and all copies are equal. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { seeded } from '#domain/kernel/random.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { FaultProxy } from './fault-proxy.ts';
import { after } from './person-at-work.ts';
import { sessionFaults, takeStock } from './stocktaking.ts';
import { Storm } from './storm.ts';
import { makeWorld } from './world.ts';

type Trouble = (proxy: FaultProxy) => void;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  latency: (proxy) => proxy.slow({ latencyMs: 40, jitterMs: 60 }),
  bandwidth: (proxy) => proxy.slow({ bytesPerSecond: 20_000 }),
  drop: (proxy) => proxy.cut('end'),
  reset: (proxy) => proxy.cut('reset'),
  truncate: (proxy) => proxy.truncate(),
  'stall up': (proxy) => proxy.stall('up'),
  'stall down': (proxy) => proxy.stall('down'),
  'half-open': (proxy) => {
    proxy.swallow();
    proxy.cut('reset');
  },
};

it('[CH10] a bad network loses nothing and doubles nothing', async () => {
  const seed = 11;
  const world = await makeWorld(join(testFolder(), 'data'), { sessions: 2, itemsPerSession: 15, reads: 60 });
  const random = seeded(seed);
  let port = 0;
  const proxy = new FaultProxy(
    () => port,
    () => random.unit(),
  );
  const through = await proxy.listen();
  onTestFinished(() => proxy.close());
  const storm = new Storm({ world, seed, address: () => `http://127.0.0.1:${String(through)}` });
  onTestFinished(() => storm.abandon());
  port = await storm.serve();
  storm.begin();
  await after(300);
  for (const trouble of random.shuffled(Object.keys(TROUBLES))) {
    TROUBLES[trouble]?.(proxy);
    await after(random.int(200, 900));
    if (random.int(0, 2) > 0) proxy.heal();
  }
  proxy.heal();
  const { books } = storm;
  expect(await storm.settle()).not.toBe(null);
  await storm.repeatCommands();
  await storm.end();
  expect((await storm.server.stop()).how).toBe(0);
  const { faults, reveals } = takeStock(world, books, { unheard: 0 });
  expect([...books.faults, ...faults, ...sessionFaults(world, books)]).toEqual([]);
  expect([books.acknowledgedEdits > 20, books.acceptedCommands.length > 5, reveals > 0]).toEqual([true, true, true]);
});
