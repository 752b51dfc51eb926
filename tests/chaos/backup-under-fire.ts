/** A backup by the command line while people work, and somebody dies: the backup itself or the server it copies from. */
import { fork } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { restoreBackup } from '#server/store/backup.ts';
import type { Moment } from './kill-plan.ts';
import { after } from './person-at-work.ts';
import { COMPILED, FAULTS } from './server-under-test.ts';
import { takeStock } from './stocktaking.ts';
import type { Storm } from './storm.ts';

const COMMAND_LINE = fileURLToPath(new URL('../../server/consilium.js', import.meta.url));

/** Faults as sentences. The server is still running or dead afterwards; the caller ends it. */
export async function killDuringBackup(
  storm: Storm,
  moment: Extract<Moment, { readonly kind: 'backup' }>,
  folder: string,
): Promise<string[]> {
  const file = join(folder, 'backup.tar');
  const before = storm.books.slice();
  const first = backupOf(storm.world.folder, file, moment.dieAt);
  if (moment.victim === 'server') {
    await after(moment.afterMs);
    await storm.server.kill();
  }
  if ((await first.ended) !== 0 && moment.victim === 'server') return ['a backup failed because the server died'];
  const faults = existsSync(file) ? [] : await again(storm, file);
  faults.push(...(await restored(storm, before, { file, into: join(folder, 'restored') })));
  rmSync(file);
  const left = readdirSync(storm.world.folder).filter((name) => name.startsWith('backup'));
  return left.length === 0 ? faults : [...faults, `a dead backup left ${left.join(', ')} behind for ever`];
}

async function again(storm: Storm, file: string): Promise<string[]> {
  const second = backupOf(storm.world.folder, file);
  return (await second.ended) === 0 ? [] : [`after a dead backup the next one fails: ${second.said()}`];
}

async function restored(
  storm: Storm,
  before: Storm['books'],
  { file, into }: { readonly file: string; readonly into: string },
): Promise<string[]> {
  if (!existsSync(file)) return ['there is no backup'];
  try {
    await restoreBackup(file, into);
    const known = before.stillStanding(storm.books);
    const { faults } = takeStock(storm.world, known, { folder: into, unheard: Number.POSITIVE_INFINITY });
    return faults.map((fault) => `in the restored backup: ${fault}`);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

function backupOf(dataFolder: string, file: string, dieAt = '') {
  const child = fork(COMMAND_LINE, ['backup', file], {
    execArgv: ['--import', FAULTS],
    env: { ...process.env, ...COMPILED, CONSILIUM_DATA: dataFolder, CHAOS_DIE_AT: dieAt },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    ended: new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code))),
    said: () => said,
  };
}
