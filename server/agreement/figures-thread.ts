/**
 * What takes long about agreement happens beside the event loop, one job after the other, so that many looks do not take all cores.
 * The thread starts with the first job and ends when there was none for a while.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import type { CompareJob } from './compare-job.ts';
import type { FiguresJob, FiguresReply } from './figures-job.ts';

export type Task =
  { readonly kind: 'figures'; readonly job: FiguresJob } | { readonly kind: 'compare'; readonly job: CompareJob };

export interface FiguresThread {
  figures(job: FiguresJob): Promise<FiguresReply>;
  /** In the order of the sets. */
  compare(job: CompareJob): Promise<readonly ComparedCase[]>;
}

const IDLE_MS = 30_000;

export function createFiguresThread(): FiguresThread {
  let worker: Worker | undefined;
  let waiting = 0;
  let idle: NodeJS.Timeout | undefined;
  let before: Promise<unknown> = Promise.resolve();

  function running(): Worker {
    if (worker) return worker;
    const started = new Worker(new URL('./figures-worker.ts', import.meta.url));
    const ended = (): void => {
      if (worker === started) worker = undefined;
    };
    started.on('error', ended);
    started.on('exit', ended);
    worker = started;
    return started;
  }

  function asked(task: Task): Promise<unknown> {
    clearTimeout(idle);
    waiting++;
    const result = before.then(() => resultOf(running(), task));
    before = result
      .catch(() => undefined)
      .finally(() => {
        waiting--;
        // A thread without work holds nobody back who wants to end the process.
        if (waiting === 0) idle = setTimeout(() => void worker?.terminate(), IDLE_MS).unref();
      });
    return result;
  }

  return {
    // A worker answers each kind of task with its kind of result.
    figures: (job) => asked({ kind: 'figures', job }) as Promise<FiguresReply>,
    compare: (job) => asked({ kind: 'compare', job }) as Promise<readonly ComparedCase[]>,
  };
}

/** @throws what the thread threw, or when it ended without an answer. */
async function resultOf(worker: Worker, task: Task): Promise<unknown> {
  const over = new AbortController();
  worker.ref();
  worker.postMessage(task);
  try {
    const ended = once(worker, 'exit', { signal: over.signal }).then(() => {
      throw new Error('the thread ended without an answer');
    });
    // `once` rejects with what an `error` event carries.
    const [result] = (await Promise.race([once(worker, 'message', { signal: over.signal }), ended])) as unknown[];
    return result;
  } finally {
    over.abort();
    worker.unref();
  }
}
