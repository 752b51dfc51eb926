import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { testStore } from '#tests/factories/store.ts';
import { openDatabase } from './database.ts';
import { migrate, MIGRATIONS } from './migration.ts';
import { insertPerson } from './people.ts';
import { insertMembership, insertProject, membersOf } from './projects.ts';
import { verifyLedger } from './verification.ts';

const Journal = v.looseObject({ entries: v.array(v.looseObject({ idx: v.number(), when: v.number() })) });

/** The real migrations and one more. */
function migrationsWith(folder: string, statements: readonly string[]): string {
  const migrations = join(folder, 'drizzle');
  cpSync(MIGRATIONS, migrations, { recursive: true });
  const file = join(migrations, 'meta', '_journal.json');
  const journal = v.parse(Journal, JSON.parse(readFileSync(file, 'utf8')));
  const last = journal.entries.at(-1);
  const entry = {
    idx: journal.entries.length,
    version: '6',
    when: (last?.when ?? 0) + 1,
    tag: 'next',
    breakpoints: true,
  };
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  writeFileSync(join(migrations, 'next.sql'), statements.join('\n--> statement-breakpoint\n'));
  return migrations;
}

const REBUILD = [
  'CREATE TABLE `__new` (`id` text PRIMARY KEY NOT NULL, `name` text NOT NULL, `created_at` integer NOT NULL, `note` text);',
  'INSERT INTO `__new` (`id`, `name`, `created_at`) SELECT `id`, `name`, `created_at` FROM `projects`;',
  'DROP TABLE `projects`;',
  'ALTER TABLE `__new` RENAME TO `projects`;',
];

function filledStore(file: string) {
  const world = testStore({ file });
  const { store, ledger, now } = world;
  const project = store.transact((tx) => {
    const ada = insertPerson(tx, { name: 'Ada', email: 'a@x.org', passwordHash: 'h', administrator: true }, now());
    const made = insertProject(tx, 'P', now());
    insertMembership(tx, { project: made.id, user: ada.id, role: 'lead' }, now());
    ledger.append(tx, { actor: idOf<UserId>(ada.id), stream: 'project:1', type: 'made', payload: null });
    return made.id;
  });
  return { ...world, project };
}

describe('migrating a filled database', () => {
  it('[MG1] rebuilding a parent table keeps its children, the ledger and its guard; a copy holds the state before', () => {
    const folder = testFolder();
    const { store, project } = filledStore(join(folder, 'consilium.db'));
    const migrated = migrate(store, migrationsWith(folder, REBUILD));
    expect(migrated.applied).toBe(1);
    expect(membersOf(store.db, project)).toMatchObject([{ name: 'Ada', role: 'lead' }]);
    expect(store.connection.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(verifyLedger(store)).toMatchObject({ intact: true, events: 1 });
    expect(() => store.connection.exec('DELETE FROM ledger')).toThrow('append-only');

    const copy = openDatabase(migrated.copy ?? 'none');
    expect(membersOf(copy.db, project)).toHaveLength(1);
    copy.close();
  });

  it('[MG2] refuses to go on when a reference points nowhere afterwards', () => {
    const folder = testFolder();
    const { store } = filledStore(join(folder, 'consilium.db'));
    const migrations = migrationsWith(folder, ['DELETE FROM `projects`;']);
    expect(() => migrate(store, migrations)).toThrow(/memberships/);
    expect(() => migrate(store, migrations), 'nor at the next start').toThrow(/memberships/);
    expect(store.connection.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('does nothing, and copies nothing, when nothing is to do', () => {
    const folder = testFolder();
    const { store } = filledStore(join(folder, 'consilium.db'));
    expect(migrate(store)).toEqual({ applied: 0, copy: null });
    expect(existsSync(join(folder, 'before-migration'))).toBe(false);
  });
});
