/**
 * How long an answer takes depends on what the server does for it. Time itself is chance; what the database is asked for one
 * answer, and how many rows it gives, is not, and is what the time is made of that could tell of others.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';

/** Whether a document is still in memory is a matter of seconds since its last visitor left, and of nothing else. */
const BY_CHANCE = /FROM (keyframe|journal|client_binding) WHERE document/;

const asked = new AsyncLocalStorage<string[]>();

type Method = (this: Sqlite.Statement, ...parameters: unknown[]) => unknown;

/** Rows of what a statement gave: a list, one row or none, or the changes it made. */
function rowsOf(given: unknown): number {
  if (Array.isArray(given)) return given.length;
  const changes = (given as { changes?: unknown } | undefined)?.changes;
  return typeof changes === 'number' ? changes : Number(given !== undefined);
}

function* counted(rows: Iterable<unknown>, done: (rows: number) => void): Generator {
  let n = 0;
  try {
    for (const row of rows) {
      n += 1;
      yield row;
    }
  } finally {
    done(n);
  }
}

/** From here on all statements of this process are noted for the answer they are asked for. */
function watch(): void {
  const statement = new Sqlite(':memory:').prepare('SELECT 1');
  const methods = Object.getPrototypeOf(statement) as Record<string, Method>;
  const note = (source: string, rows: number): void => {
    if (!BY_CHANCE.test(source)) asked.getStore()?.push(`${String(rows)} by ${source}`);
  };
  for (const name of ['get', 'all', 'run', 'iterate']) {
    const real = methods[name];
    if (!real) throw new Error(`statements cannot ${name}`);
    methods[name] = function (...parameters) {
      const given = real.apply(this, parameters);
      if (name === 'iterate') return counted(given as Iterable<unknown>, (rows) => note(this.source, rows));
      note(this.source, rowsOf(given));
      return given;
    };
  }
}

watch();

/** Answers in short what the database did for `run`; equal where the same was asked and as many rows came. */
export async function workOf<T>(run: () => Promise<T>): Promise<{ readonly answer: T; readonly work: string }> {
  const statements: string[] = [];
  const answer = await asked.run(statements, run);
  const digest = createHash('sha256').update(statements.join('\n')).digest('hex').slice(0, 16);
  const rows = statements.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
  return { answer, work: `${String(statements.length)} statements, ${String(rows)} rows, ${digest}` };
}
