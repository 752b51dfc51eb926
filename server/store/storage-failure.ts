/** A disk that is full, failing or gone is expected: whoever asked is told, and asks again. Nothing was stored. */
import Sqlite from 'better-sqlite3';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';

const OF_THE_DISK = /^SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN)/;

/** Null when the cause is something else, which nobody expected. */
export function storageRefusal(cause: unknown): Refusal | null {
  if (!isOfTheDisk(cause)) return null;
  console.error('the database does not take writes:', cause);
  return refusal('storage-failed');
}

/** Drizzle wraps what a statement throws. */
function isOfTheDisk(cause: unknown): boolean {
  if (cause instanceof Sqlite.SqliteError) return OF_THE_DISK.test(cause.code);
  return cause instanceof Error && cause.cause !== undefined && isOfTheDisk(cause.cause);
}
