/** A disk that is full, and one that fails: the server says so, keeps nothing half-written, and goes on when it can. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { v4 } from 'uuid';
import { putMark } from '#documents/marks.ts';
import { proofOf } from '#documents/proof.ts';
import { MARKS } from '#documents/read.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { drawing } from './panel-at-work.ts';
import { after } from './person-at-work.ts';
import { sessionFaults, takeStock } from './stocktaking.ts';
import { Storm } from './storm.ts';
import { makeWorld } from './world.ts';

/** A panel and a reader at work; nobody is left behind when the test ends. */
async function houseIn(folder: string): Promise<Storm> {
  const world = await makeWorld(folder, { sessions: 1, itemsPerSession: 30, reads: 30 });
  const storm = new Storm({ world, seed: 7 });
  onTestFinished(() => storm.abandon());
  await storm.start();
  storm.begin();
  await after(600);
  return storm;
}

/** Nothing can be stored any more: what each of them is told. */
async function whatIsSaid(storm: Storm): Promise<unknown> {
  const { people, world, books } = storm;
  const [session] = world.sessions;
  const read = world.reads.at(-1);
  if (!session || !read) throw new Error('an empty world');
  const document = people.reader.open({ kind: 'read', read: read.read });
  const acknowledged = books.acknowledgedEdits;
  putMark(document.peek(), MARKS, drawing(read.frame, 9));
  const join = await people.observer.once(`/api/v1/sessions/${session.id}/commands`, { type: 'join', commandId: v4() });
  const submission = { commandId: v4(), proof: proofOf(document.peek()), protocolVersion: 1 };
  const submitted = await people.reader.once(`/api/v1/reads/${read.read}/submission`, submission);
  await after(300);
  return {
    join: join && [join.status, join.body],
    submitted: submitted?.status,
    ready: (await people.lead.once('/readyz', null))?.status,
    reading: (await people.lead.once(`/api/v1/sessions/${session.id}`, null))?.status,
    draft: document.state === 'saved' ? 'saved' : 'not saved',
    acknowledged: books.acknowledgedEdits - acknowledged,
  };
}

const SAID = {
  join: [503, { code: 'storage-failed', message: expect.stringMatching(/^[A-Z].*\.$/) as unknown }],
  // The edit has not arrived, so there is nothing to freeze yet; or it has, and the freezing could not be stored.
  submitted: expect.toBeOneOf([409, 503]) as unknown,
  ready: 503,
  reading: 200,
  draft: 'not saved',
  acknowledged: 0,
};

/** There is room again: everything is delivered by itself, and the books agree. */
async function recovers(storm: Storm): Promise<void> {
  const { books, world, people } = storm;
  const before = books.acknowledgedEdits;
  expect(await storm.settle()).not.toBe(null);
  await after(500);
  await storm.end();
  await expect.poll(async () => (await people.lead.once('/readyz', null))?.status, { timeout: 5000 }).toBe(200);
  expect((await storm.server.stop()).how).toBe(0);
  const { faults } = takeStock(world, books, { unheard: 0 });
  expect([...books.faults, ...faults, ...sessionFaults(world, books)]).toEqual([]);
  expect(books.acknowledgedEdits).toBeGreaterThan(before);
}

it('[DU6] a full disk: nothing is acknowledged, everything is said, and it goes on when there is room', async ({
  skip,
}) => {
  const mount = join(testFolder(), 'small');
  mkdirSync(mount);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', mount]);
  skip(mounted.status !== 0, 'only root can mount a small disk');
  onTestFinished(() => void spawnSync('umount', ['-l', mount]));
  const storm = await houseIn(join(mount, 'data'));
  onTestFinished(() => storm.abandon());
  const filler = join(mount, 'filler');
  fill(mount, filler);
  await after(700);
  fill(mount, filler);
  expect(await whatIsSaid(storm)).toEqual(SAID);
  rmSync(filler);
  await recovers(storm);
});

/** Somebody else's file takes all that is left. */
function fill(mount: string, filler: string): void {
  for (const size of [65_536, 4096]) {
    const bytes = new Uint8Array(size);
    while (statfsSync(mount).bavail * statfsSync(mount).bsize >= size) {
      try {
        writeFileSync(filler, bytes, { flag: 'a' });
      } catch {
        break;
      }
    }
  }
}

it('[DU6] a database that has reached its quota', async () => {
  const storm = await houseIn(join(testFolder(), 'data'));
  await storm.server.fault({ fault: 'quota', on: true });
  await after(700);
  await storm.server.fault({ fault: 'quota', on: false });
  await recovers(storm);
});

it('[DU7] a disk that fails at the commit', async () => {
  const storm = await houseIn(join(testFolder(), 'data'));
  await storm.server.fault({ fault: 'commit-fails', code: 'SQLITE_IOERR_FSYNC' });
  await after(300);
  expect(await whatIsSaid(storm)).toEqual(SAID);
  await storm.server.fault({ fault: 'commit-fails', code: null });
  await recovers(storm);
});
