/**
 * The one door to SQLite. Everything that is written goes through `transact`: one synchronous closure, one durable commit
 * (`synchronous=FULL`), and only then are those told who wait for the commit.
 */
import Sqlite from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';

export type Database = BetterSQLite3Database;
/** What a writer receives inside `transact`; it reads and writes like a `Database`, synchronously. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** What a closure without an answer answers. */
type Nothing = ReturnType<() => void>;

/** Anything but a promise. A closure that answers one, as async closures do, does not compile in `transact`. */
export type Settled =
  undefined | null | boolean | number | string | bigint | Nothing | (object & { readonly then?: never });

export interface Store {
  readonly file: string;
  /** For queries. Writing goes through `transact`. */
  readonly db: Database;
  /** The bare connection, for what Drizzle has no words for: pragmas, triggers, online backup. */
  readonly connection: Sqlite.Database;
  /**
   * Runs the closure in one transaction and answers what it answers. A throw rolls everything back.
   * @throws Error when called inside another `transact`: one command is one commit.
   */
  transact<T extends Settled>(run: (tx: Transaction) => T): T;
  /** Inside `transact`: runs `told` right after the commit, never after a roll-back. */
  afterCommit(told: () => void): void;
  close(): void;
}

/** @param file path of the database, or `:memory:`. The tables are made by `migrate`. */
export function openDatabase(file: string): Store {
  const connection = new Sqlite(file);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('recursive_triggers = ON');
  connection.pragma('busy_timeout = 5000');
  const db = drizzle(connection);
  let waiting: (() => void)[] | null = null;

  function transact<T extends Settled>(run: (tx: Transaction) => T): T {
    if (waiting) throw new Error('transact inside transact: one command is one commit');
    const told: (() => void)[] = (waiting = []);
    let answer: T;
    try {
      answer = db.transaction((tx) => synchronous(run(tx)), { behavior: 'immediate' });
    } finally {
      waiting = null;
    }
    for (const tell of told) tell();
    return answer;
  }

  return {
    file,
    db,
    connection,
    transact,
    afterCommit(told) {
      if (!waiting) throw new Error('afterCommit outside transact');
      waiting.push(told);
    },
    close: () => connection.close(),
  };
}

/** What the compiler cannot see (a promise behind `unknown`) is refused before the commit. */
function synchronous<T>(value: T): T {
  if (value instanceof Promise) throw new TypeError('a transaction cannot wait');
  return value;
}
