/**
 * Telling the disk to keep what was committed, without standing still meanwhile. A commit of SQLite is durable when its
 * write-ahead log is on the disk; the flush is by far its slowest part, and any thread may ask for it. So the journal commits
 * without one, and the operating system flushes the log while the event loop goes on.
 */
// The default import is what tests and benches take the place of: a disk that is slow, or fails.
import fs from 'node:fs';
import type Sqlite from 'better-sqlite3';

export interface LogFlush {
  /** Runs a write whose commits do not wait for the disk. It is durable after the next `flushed`. */
  unflushed<T>(write: () => T): T;
  /** Resolves when everything that is committed now is on the disk. @throws Error when the disk did not keep it. */
  flushed(): Promise<void>;
  close(): void;
}

/** @param connection in WAL mode with `synchronous=FULL`, or in memory, where nothing is durable anyhow. */
export function createLogFlush(connection: Sqlite.Database): LogFlush {
  let log: number | null = null;
  /** A flush failed, and what the log holds since may have a hole on the disk. */
  let suspect = false;

  return {
    unflushed(write) {
      connection.pragma('synchronous = NORMAL');
      try {
        return write();
      } finally {
        connection.pragma('synchronous = FULL');
      }
    },
    async flushed() {
      if (connection.memory) return;
      log ??= fs.openSync(`${connection.name}-wal`, 'r+');
      suspect ||= !(await isKept(log));
      if (suspect) emptyLog(connection);
      suspect = false;
    },
    close() {
      if (log !== null) fs.closeSync(log);
      log = null;
    },
  };
}

const isKept = (file: number): Promise<boolean> =>
  new Promise((resolve) => {
    fs.fdatasync(file, (failure) => resolve(failure === null));
  });

/**
 * Pages that a failed flush left behind count as written afterwards (Rebello et al., Can applications recover from fsync
 * failures?, USENIX ATC 2020), so asking again proves nothing. Everything is copied into the database itself, which is
 * flushed, and the log begins anew.
 * @throws Error when the disk does not take that either, or somebody else's reading holds the log.
 */
function emptyLog(connection: Sqlite.Database): void {
  const [answer] = connection.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
  if (answer?.busy !== 0) throw new Error('the log of the database could not be emptied after a failed flush');
}
