/** Figures are computed beside the event loop, one look after the other, so that many looks do not take all cores. */
import { Worker } from 'node:worker_threads';
import type { FiguresJob, FiguresReply } from './figures-job.ts';

export type Compute = (job: FiguresJob) => Promise<FiguresReply>;

export function createFiguresThread(): Compute {
  let before: Promise<unknown> = Promise.resolve();
  return (job) => {
    const reply = before.then(() => inThread(job));
    before = reply.catch(() => undefined);
    return reply;
  };
}

function inThread(job: FiguresJob): Promise<FiguresReply> {
  const worker = new Worker(new URL('./figures-worker.ts', import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    worker.once('message', (reply: FiguresReply) => resolve(reply));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without figures')));
  });
}
