/** A disk that is full, and one that fails: the server says so, keeps nothing half-written, and goes on when it can. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
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
  await storm.serve();
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

it('[DU6] a full disk: nothing is acknowledged, everything is said, and it goes on when there is room', async () => {
  const disk = smallDisk();
  const storm = await houseIn(disk.folder);
  onTestFinished(() => storm.abandon());
  await disk.fill(storm);
  await after(500);
  await disk.fill(storm);
  expect(await whatIsSaid(storm)).toEqual(SAID);
  await disk.empty(storm);
  await recovers(storm);
});

interface SmallDisk {
  readonly folder: string;
  fill(storm: Storm): Promise<void>;
  empty(storm: Storm): Promise<void>;
}

/** A file system of its own where we may mount one; else SQLite's own limit, which hides what other files take. */
function smallDisk(): SmallDisk {
  const mount = join(testFolder(), 'small');
  mkdirSync(mount);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', mount]);
  const folder = join(mount, 'data');
  if (status !== 0)
    return {
      folder,
      fill: (storm) => storm.server.fault({ fault: 'quota', on: true }),
      empty: (storm) => storm.server.fault({ fault: 'quota', on: false }),
    };
  onTestFinished(() => void spawnSync('umount', ['-l', mount]));
  const filler = join(mount, 'filler');
  return {
    folder,
    fill: () => fill(mount, filler),
    empty: () => rm(filler),
  };
}

/** Somebody else's file takes all that is left. */
async function fill(mount: string, filler: string): Promise<void> {
  for (const size of [65_536, 4096]) {
    const bytes = new Uint8Array(size);
    while (statfsSync(mount).bavail * statfsSync(mount).bsize >= size) {
      try {
        await appendFile(filler, bytes);
      } catch {
        break;
      }
    }
  }
}

it('[DU7] a disk that fails at the commit', async () => {
  const storm = await houseIn(join(testFolder(), 'data'));
  await storm.server.fault({ fault: 'commit-fails', code: 'SQLITE_IOERR_FSYNC' });
  await after(300);
  expect(await whatIsSaid(storm)).toEqual(SAID);
  await storm.server.fault({ fault: 'commit-fails', code: null });
  await recovers(storm);
});

it('[DU7] a server that starts on a disk that fails, and everybody who comes back to it', async () => {
  const storm = await houseIn(join(testFolder(), 'data'));
  await storm.server.kill();
  expect(await storm.start({ commitFails: 'SQLITE_FULL' })).not.toBe(null);
  // Long enough for everybody to come back and to be told.
  await after(2500);
  expect((await storm.people.lead.once('/readyz', null))?.status).toBe(503);
  await storm.server.fault({ fault: 'commit-fails', code: null });
  await recovers(storm);
});
