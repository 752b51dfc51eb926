/**
 * How many cases of a project are in which state with so many reads, kept by the database itself: whoever writes a case, by
 * whatever statement, moves the counts in the same transaction. The triggers are made anew at every start, and after a migration,
 * which may have rebuilt the table without them, everything is counted once.
 */
import type { Store } from './database.ts';

export function keepCounts({ connection }: Store): void {
  if (exists(connection)) connection.exec(TRIGGERS);
}

/** For the length of a migration, which may have to rebuild a table. */
export function keepNoCounts({ connection }: Store): void {
  for (const when of ['in', 'out', 'on']) connection.exec(`DROP TRIGGER IF EXISTS cases_counted_${when};`);
}

/** Reads every case: some tenths of a second at a million. */
export function countAnew({ connection }: Store): void {
  if (exists(connection)) connection.transaction(() => connection.exec(ALL)).immediate();
}

const GROUP = 'project_id, state, reads, reads_in';

const ALL = `
  DELETE FROM case_counts;
  INSERT INTO case_counts (${GROUP}, cases) SELECT ${GROUP}, COUNT(*) FROM cases GROUP BY ${GROUP};`;

const added = `
  INSERT INTO case_counts (${GROUP}, cases) VALUES (${columns('NEW')}, 1)
    ON CONFLICT (${GROUP}) DO UPDATE SET cases = cases + 1;`;

const taken = `
  UPDATE case_counts SET cases = cases - 1
    WHERE (${GROUP}) = (${columns('OLD')});`;

const TRIGGERS = `
  CREATE TRIGGER IF NOT EXISTS cases_counted_in AFTER INSERT ON cases BEGIN ${added} END;
  CREATE TRIGGER IF NOT EXISTS cases_counted_out AFTER DELETE ON cases BEGIN ${taken} END;
  CREATE TRIGGER IF NOT EXISTS cases_counted_on AFTER UPDATE OF ${GROUP} ON cases
    WHEN (${columns('OLD')}) <> (${columns('NEW')})
    BEGIN ${taken} ${added} END;`;

function columns(of: 'OLD' | 'NEW'): string {
  return GROUP.split(', ')
    .map((column) => `${of}.${column}`)
    .join(', ');
}

const exists = (connection: Store['connection']): boolean =>
  connection.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'case_counts'").get() !== undefined;
