/**
 * Preloaded into a server process that is to fail (`node --import`): it wraps SQLite, not our code, so whatever the server
 * becomes, it dies exactly before or after a commit. Two ways to fail: `CHAOS_DIE_AT=<point>:<n>` kills the process at the
 * n-th time it comes to the point; a message from the parent makes every commit fail as a broken or full disk would.
 */
import Sqlite from 'better-sqlite3';
import { subjectsOf, type Subject } from './fault-subjects.ts';

/** What the parent may ask for. */
export type FaultMessage =
  /** Every commit fails with this SQLite code until `null` comes. */
  | { readonly fault: 'commit-fails'; readonly code: string | null }
  /** The database may not grow beyond its present size; false lifts that. */
  | { readonly fault: 'quota'; readonly on: boolean }
  /** Every commit takes this long, as on a slow disk, and the process does nothing else meanwhile. */
  | { readonly fault: 'commit-takes'; readonly ms: number }
  /** Die at `<subject>:<moment>:<n>`, counted from now. */
  | { readonly fault: 'die'; readonly at: string };

interface Doom {
  readonly point: string;
  left: number;
}

let doom = doomFrom(process.env['CHAOS_DIE_AT']);
const connections = new Set<Sqlite.Database>();
/** What the open transaction has written so far. */
const touched = new Set<Subject>();
let failure: string | null = process.env['CHAOS_COMMIT_FAILS'] ?? null;
let commitMs = 0;
const asleep = new Int32Array(new SharedArrayBuffer(4));

function doomFrom(text: string | undefined): Doom | null {
  const [subject, moment, count] = text?.split(':') ?? [];
  return subject && moment ? { point: `${subject}:${moment}`, left: Number(count ?? 1) } : null;
}

/** Nothing runs after this: no `finally`, no exit listener, no flush. */
function reach(point: string): void {
  if (doom?.point !== point) return;
  doom.left -= 1;
  if (doom.left === 0) process.kill(process.pid, 'SIGKILL');
}

function reachAll(moment: string): void {
  for (const subject of touched) reach(`${subject}:${moment}`);
}

function beforeCommit(): void {
  reachAll('before-commit');
  if (commitMs > 0) Atomics.wait(asleep, 0, 0, commitMs);
  if (failure) throw new Sqlite.SqliteError('an injected failure of the disk', failure);
}

function afterCommit(): void {
  reachAll('after-commit');
  touched.clear();
}

type Run = (...args: unknown[]) => unknown;

/** A statement outside a transaction is a commit of its own. */
function watched(connection: Sqlite.Database, sql: string, run: Run): Run {
  return (...args) => {
    const own = !connection.inTransaction;
    if (own) touched.clear();
    for (const subject of subjectsOf(sql, args)) touched.add(subject);
    if (/^\s*COMMIT/i.test(sql)) {
      touched.add('migration');
      beforeCommit();
      const answer = run(...args);
      afterCommit();
      return answer;
    }
    if (!own) reach('migration:statement');
    else if (touched.size > 0) beforeCommit();
    const answer = run(...args);
    if (own && touched.size > 0) afterCommit();
    return answer;
  };
}

const prepare: unknown = Reflect.get(Sqlite.prototype, 'prepare');
const transaction: unknown = Reflect.get(Sqlite.prototype, 'transaction');

Reflect.set(Sqlite.prototype, 'prepare', function (this: Sqlite.Database, sql: string) {
  connections.add(this);
  const statement = Reflect.apply(prepare as Run, this, [sql]) as object;
  const native = Reflect.get(statement, 'run') as Run;
  Reflect.set(
    statement,
    'run',
    watched(this, sql, (...args) => Reflect.apply(native, statement, args)),
  );
  return statement;
});

const MODES = ['default', 'deferred', 'immediate', 'exclusive'] as const;

Reflect.set(Sqlite.prototype, 'transaction', function (this: Sqlite.Database, body: Run) {
  const inner: Run = (...args) => {
    touched.clear();
    const answer = body(...args);
    beforeCommit();
    return answer;
  };
  const native = Reflect.apply<Sqlite.Database, [Run], Record<string, Run>>(
    transaction as (body: Run) => Record<string, Run>,
    this,
    [inner],
  );
  const outer = MODES.map((mode): [string, Run] => [mode, (...args) => committed(native[mode], args)]);
  const made: Run = (...args) => committed(native['default'], args);
  return Object.assign(made, Object.fromEntries(outer));
});

function committed(run: Run | undefined, args: readonly unknown[]): unknown {
  const answer = run?.(...args);
  afterCommit();
  return answer;
}

const backup: unknown = Reflect.get(Sqlite.prototype, 'backup');

Reflect.set(Sqlite.prototype, 'backup', async function (this: Sqlite.Database, ...args: unknown[]) {
  reach('backup:before-commit');
  const done = await (Reflect.apply(backup as Run, this, args) as Promise<unknown>);
  reach('backup:after-commit');
  return done;
});

process.on('message', (message: FaultMessage) => {
  if (message.fault === 'die') doom = doomFrom(message.at);
  else if (message.fault === 'commit-takes') commitMs = message.ms;
  else if (message.fault === 'commit-fails') failure = message.code;
  else for (const connection of connections) if (connection.open) setQuota(connection, message.on);
  process.send?.({ done: message.fault });
});
// The channel to the parent must not keep a server alive that was told to stop.
process.channel?.unref();

const NO_QUOTA = 0x3fffffff;

function setQuota(connection: Sqlite.Database, on: boolean): void {
  const pages = on ? Number(connection.pragma('page_count', { simple: true })) : NO_QUOTA;
  connection.pragma(`max_page_count = ${String(pages)}`);
}
