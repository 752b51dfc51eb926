/** Backups that die half-way, and backups of a database that never rests. */
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { instantOf } from '#domain/kernel/instant.ts';
import { restoreBackup } from '#server/store/backup.ts';
import { openDatabase } from '#server/store/database.ts';
import { createJournal } from '#server/store/journal.ts';
import { migrate } from '#server/store/migration.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { COMPILED, FAULTS } from './server-under-test.ts';

const COMMAND_LINE = fileURLToPath(new URL('../../server/consilium.js', import.meta.url));

function filledHouse(): { readonly data: string; readonly file: string; readonly folder: string } {
  const folder = testFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const store = openDatabase(join(data, 'consilium.db'));
  migrate(store);
  store.close();
  return { folder, data, file: join(folder, 'backup.tar') };
}

interface Dying {
  readonly dieAt?: string;
  /** Killed as soon as a file with this name appears in the folder. */
  readonly at?: { readonly folder: string; readonly file: RegExp };
}

/** `consilium backup` or `restore` in a process of its own; the exit code, or null when it was killed. */
async function run(args: readonly string[], data: string, { dieAt = '', at }: Dying = {}): Promise<number | null> {
  const child = fork(COMMAND_LINE, args, {
    execArgv: ['--import', FAULTS],
    env: { ...process.env, ...COMPILED, CONSILIUM_DATA: data, CHAOS_DIE_AT: dieAt },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const watcher = at && watch(at.folder, (_event, name) => at.file.test(name ?? '') && child.kill('SIGKILL'));
  const code = await new Promise<number | null>((resolve) => child.once('exit', (exit) => resolve(exit)));
  watcher?.close();
  return code;
}

it('[CH7] a backup that dies leaves nothing that the next one stumbles over or that stays for ever', async () => {
  const { folder, data, file } = filledHouse();
  const backup = (dying: Dying = {}): Promise<number | null> => run(['backup', file], data, dying);
  expect(await backup({ dieAt: 'backup:before-commit:1' })).toBe(null);
  expect(await backup({ dieAt: 'backup:after-commit:1' })).toBe(null);
  expect(readdirSync(data).filter((name) => name.startsWith('backup'))).not.toEqual([]);
  expect(await backup({ at: { folder, file: /^backup/ } })).toBe(null);
  expect(existsSync(file)).toBe(false);
  expect(await backup()).toBe(0);
  expect(readdirSync(data).filter((name) => name.startsWith('backup'))).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(['backup.tar', 'data']);
});

it('[CH8] a restore that died is no hindrance to the next one', async () => {
  const { folder, data, file } = filledHouse();
  expect(await run(['backup', file], data)).toBe(0);
  const other = join(folder, 'other');
  const restore = (dying: Dying = {}): Promise<number | null> => run(['restore', file], other, dying);
  expect(await restore({ at: { folder, file: /^other/ } })).toBe(null);
  expect(readdirSync(folder)).toHaveLength(3);
  expect(await restore()).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(['backup.tar', 'data', 'other']);
});

it('[CH9] a backup of a database that never rests is whole, and ends', async () => {
  const { data, file } = filledHouse();
  const store = openDatabase(join(data, 'consilium.db'));
  const journal = createJournal(store.connection, () => instantOf(0));
  const append = (size: number): Promise<number> =>
    journal.append({ document: 'd', user: 'server', data: new Uint8Array(size), clients: [] });
  await Promise.all(Array.from({ length: 20_000 }, () => append(1000)));
  const done = new AbortController();
  const writing = (async (): Promise<void> => {
    while (!done.signal.aborted) await append(100);
  })();
  // Another process copies, as in an installation; begun anew at every write, this one would take more than a minute.
  expect(await run(['backup', file], data)).toBe(0);
  done.abort();
  await writing;
  store.close();
  const restored = join(data, '..', 'restored');
  await restoreBackup(file, restored);
  const copy = openDatabase(join(restored, 'consilium.db'));
  const rows = copy.connection.prepare<[], number>('SELECT count(*) FROM journal').pluck().get();
  expect(rows).toBeGreaterThanOrEqual(20_000);
  expect(copy.connection.pragma('integrity_check', { simple: true })).toBe('ok');
  copy.close();
});
