/**
 * The other way to write the journal, for comparison only: a thread of its own commits, and the event loop never waits for a
 * disk. What it costs is said in the decision about it. The same file is the thread and what speaks to it.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { instantOf } from '#domain/kernel/instant.ts';
import { openDatabase } from '#server/store/database.ts';
import { createJournal, type Journal, type NewEdit } from '#server/store/journal.ts';
import { slowCommits } from './slow-commits.ts';

interface Written {
  readonly id: number;
  /** Number of the row, or null when it could not be stored. */
  readonly seq: number | null;
}

interface Task {
  readonly file: string;
  readonly delay: number;
}

/** @param file path of the database, whose tables exist. @param delay ms each commit takes longer. */
export function threadedAppend(file: string, delay: number): Journal['append'] {
  const task: Task = { file, delay };
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: task });
  worker.unref();
  const waiting = new Map<number, { resolve: (seq: number) => void; reject: (cause: Error) => void }>();
  let turn: { readonly id: number; readonly edit: NewEdit }[] = [];
  let next = 0;
  worker.on('message', (written: readonly Written[]) => {
    for (const { id, seq } of written) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (seq === null) asked?.reject(new Error('the thread could not store an edit'));
      else asked?.resolve(seq);
    }
  });
  return (edit) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      if (turn.push({ id, edit }) > 1) return;
      setImmediate(() => {
        worker.postMessage(turn);
        turn = [];
      });
    });
}

function write(port: NonNullable<typeof parentPort>, { file, delay }: Task): void {
  slowCommits(delay);
  const journal = createJournal(openDatabase(file).connection, () => instantOf(Date.now()));
  port.on('message', (turn: readonly { readonly id: number; readonly edit: NewEdit }[]) => {
    const written = turn.map(async ({ id, edit }): Promise<Written> => {
      const seq = await journal.append(edit).catch(() => null);
      return { id, seq };
    });
    void Promise.all(written).then((all) => port.postMessage(all));
  });
}

if (!isMainThread && parentPort) write(parentPort, workerData as Task);
