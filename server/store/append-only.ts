/**
 * Both logs only grow. The triggers are made anew at every start, so that no migration can leave them off. INSERT is guarded
 * as well: `INSERT OR REPLACE` of an existing number would otherwise delete the old row without any DELETE trigger.
 */
import type { Store } from './database.ts';

const LOGS = ['ledger', 'journal'] as const;

/** Makes the triggers on every log whose table exists. */
export function guardLogs(store: Store): void {
  for (const log of LOGS) if (exists(store, log)) store.connection.exec(triggers(log));
}

/** For the length of a migration, which may have to rebuild a table. */
export function unguardLogs(store: Store): void {
  for (const log of LOGS)
    for (const kind of ['update', 'delete', 'replace'])
      store.connection.exec(`DROP TRIGGER IF EXISTS ${log}_never_${kind};`);
}

const triggers = (log: string): string => `
  CREATE TRIGGER IF NOT EXISTS ${log}_never_update BEFORE UPDATE ON ${log}
    BEGIN SELECT RAISE(ABORT, 'the ${log} is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS ${log}_never_delete BEFORE DELETE ON ${log}
    BEGIN SELECT RAISE(ABORT, 'the ${log} is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS ${log}_never_replace BEFORE INSERT ON ${log}
    WHEN EXISTS (SELECT 1 FROM ${log} WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the ${log} is append-only'); END;`;

const exists = (store: Store, table: string): boolean =>
  store.connection.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;
