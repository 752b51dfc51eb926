/**
 * Bringing a database to the present schema. Foreign keys are off around it, because inside Drizzle's transaction the pragma
 * does nothing and rebuilding a parent table would delete its children; afterwards every reference is checked.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate as applyMigrations } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { guardLogs, unguardLogs } from './append-only.ts';
import type { Store } from './database.ts';
import { countAnew, keepCounts, keepNoCounts } from './kept-counts.ts';
import { removeLeftovers, unfinished } from './leftovers.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url));

export interface Migrated {
  /** How many migrations were applied. */
  readonly applied: number;
  /** The copy made before, or null for a new database or when nothing was to do. */
  readonly copy: string | null;
}

/**
 * @param migrations folder of the generated migrations.
 * @throws Error when a reference points nowhere afterwards; the copy holds the state before.
 */
export function migrate(store: Store, migrations: string = MIGRATIONS): Migrated {
  const before = appliedCount(store);
  const pending = readMigrationFiles({ migrationsFolder: migrations }).length - before;
  const copy = pending > 0 && before > 0 ? copyBefore(store) : null;
  if (pending > 0) apply(store, migrations);
  settle(store, copy);
  guardLogs(store);
  keepCounts(store);
  return { applied: Math.max(0, pending), copy };
}

/** Kept in `user_version` until the references are found whole: a process that dies in between is followed by a check. */
const UNCHECKED = 1;

function apply(store: Store, migrations: string): void {
  const { connection } = store;
  unguardLogs(store);
  keepNoCounts(store);
  connection.pragma(`user_version = ${String(UNCHECKED)}`);
  connection.pragma('foreign_keys = OFF');
  try {
    applyMigrations(drizzle(connection), { migrationsFolder: migrations });
  } finally {
    connection.pragma('foreign_keys = ON');
  }
}

/** What has to hold after a migration, also after one whose process died before it was seen to. */
function settle(store: Store, copy: string | null): void {
  const { connection } = store;
  if (connection.pragma('user_version', { simple: true }) !== UNCHECKED) return;
  const dangling = connection.pragma('foreign_key_check') as readonly { table: string }[];
  if (dangling.length > 0) throw new Error(danglingMessage(dangling, copy));
  countAnew(store);
  connection.pragma('user_version = 0');
}

const danglingMessage = (dangling: readonly { table: string }[], copy: string | null): string =>
  `after migrating, ${String(dangling.length)} references in ${[...new Set(dangling.map((row) => row.table))].join(', ')} ` +
  `point nowhere; put back the copy ${copy ?? 'in before-migration/'}`;

function appliedCount(store: Store): number {
  const table = store.connection
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'")
    .get();
  if (!table) return 0;
  const row = store.connection.prepare<[], { n: number }>('SELECT count(*) AS n FROM __drizzle_migrations').get();
  return row?.n ?? 0;
}

/** A complete, compact copy beside the database; a database in memory has no place for one. */
function copyBefore(store: Store): string | null {
  if (store.connection.memory) return null;
  const folder = join(dirname(store.file), 'before-migration');
  mkdirSync(folder, { recursive: true });
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.db`;
  const copy = join(folder, name);
  if (existsSync(copy)) throw new Error(`${copy} exists already`);
  // What bears the name of a copy is whole: somebody may have to put it back. SQLite writes a file beside it meanwhile.
  removeLeftovers(folder);
  const scratch = unfinished(join(folder, 'copy'));
  mkdirSync(scratch);
  store.connection.prepare('VACUUM INTO ?').run(join(scratch, name));
  renameSync(join(scratch, name), copy);
  rmSync(scratch, { recursive: true });
  return copy;
}
