/** An older database is brought to a newer schema, and the process dies on the way. */
import { existsSync, mkdirSync, readdirSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { instantOf } from '#domain/kernel/instant.ts';
import { openDatabase, type Store } from '#server/store/database.ts';
import { createJournal } from '#server/store/journal.ts';
import { migrate } from '#server/store/migration.ts';
import { insertProject } from '#server/store/projects.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { oneMigrationLater } from './later-migration.ts';
import { startServer } from './server-under-test.ts';

const open = (folder: string): Store => openDatabase(join(folder, 'consilium.db'));

/** Large enough for a copy to take a moment. */
async function filledFolder(): Promise<string> {
  const folder = join(testFolder(), 'data');
  mkdirSync(folder);
  const store = open(folder);
  migrate(store);
  store.transact((tx) => void insertProject(tx, 'P', instantOf(0)));
  const journal = createJournal(store.connection, () => instantOf(0));
  const data = new Uint8Array(1000);
  await Promise.all(
    Array.from({ length: 20_000 }, () => journal.append({ document: 'd', user: 'server', data, clients: [] })),
  );
  store.close();
  return folder;
}

function contentOf(store: Store): unknown {
  const count = (table: string): unknown => store.connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const whole = store.connection.pragma('integrity_check', { simple: true });
  return [whole, count('projects'), count('journal'), store.connection.pragma('foreign_key_check')];
}

const WHOLE = ['ok', 1, 20_000, []];

function contentIn(file: string): unknown {
  const store = openDatabase(file);
  try {
    return contentOf(store);
  } finally {
    store.close();
    for (const beside of ['-wal', '-shm']) rmSync(file + beside, { force: true });
  }
}

it('[CH6] a migration that dies is done anew at the next start, and copies beside it are whole or not there', async () => {
  const folder = await filledFolder();
  const copies = join(folder, 'before-migration');
  const migrations = oneMigrationLater(folder, join(folder, '..', 'migrations'));
  mkdirSync(copies);
  const whole = (): void => {
    for (const name of readdirSync(copies).filter((copy) => copy.endsWith('.db')))
      expect(contentIn(join(copies, name)), name).toEqual(WHOLE);
  };

  const copying = startServer({ folder, port: 0, migrations });
  const watcher = watch(copies, () => void copying.kill());
  expect(await copying.ended).toBe('SIGKILL');
  watcher.close();
  whole();
  for (const dieAt of ['migration:statement:3', 'migration:before-commit:1']) {
    expect(await startServer({ folder, port: 0, migrations, dieAt }).ended, dieAt).toBe('SIGKILL');
    whole();
    expect(contentIn(join(folder, 'consilium.db')), dieAt).toEqual(WHOLE);
  }
  expect(await startServer({ folder, port: 0, migrations, dieAt: 'migration:after-commit:1' }).ended).toBe('SIGKILL');
  const server = startServer({ folder, port: 0, migrations });
  expect(await server.port).not.toBe(null);
  expect((await server.stop()).how).toBe(0);
  const store = open(folder);
  expect(contentOf(store)).toEqual(WHOLE);
  expect(store.connection.pragma('user_version', { simple: true })).toBe(0);
  store.close();
  expect(readdirSync(copies).filter((name) => !name.endsWith('.db'))).toEqual([]);
  expect(existsSync(join(folder, 'consilium.db'))).toBe(true);
});
