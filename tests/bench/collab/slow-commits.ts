/** A disk that takes longer: the thread that commits stands still after each commit, as it does in `fsync`. */
import Sqlite from 'better-sqlite3';

/** To be called before anything is prepared. @param ms added to every commit of this thread; 0 adds nothing. */
export function slowCommits(ms: number): void {
  if (ms === 0) return;
  const still = new Int32Array(new SharedArrayBuffer(4));
  const begin = Reflect.get(Sqlite.prototype, 'transaction') as Begin;
  const slow: Begin = function (run) {
    const made = begin.call(this, run);
    const later =
      (commit: Run): Run =>
      (...args) => {
        const answer = commit(...args);
        Atomics.wait(still, 0, 0, ms);
        return answer;
      };
    return Object.assign(later(made), { immediate: later(made.immediate) });
  };
  Object.assign(Sqlite.prototype, { transaction: slow });
}

type Run = (...args: unknown[]) => unknown;
/** What the store uses of better-sqlite3's transactions. */
type Begin = (this: Sqlite.Database, run: Run) => Run & { immediate: Run };
