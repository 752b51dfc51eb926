/** Most plans are worked out at once, in some ten milliseconds; one whose search may take a second, in a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workedOut, type PlanJob, type WorkedOut } from './plan-job.ts';

/** Readers times readers for each case: from here on it is a search among many blocks that takes long. */
const HARD = 60;

export async function workedOutAside(job: PlanJob): Promise<WorkedOut> {
  if (!isHard(job)) return workedOut(job);
  const worker = new Worker(new URL('./plan-worker.ts', import.meta.url), { workerData: job });
  // `once` rejects with what an `error` event carries, as of a thread that throws.
  const [worked] = (await once(worker, 'message')) as [WorkedOut];
  return worked;
}

function isHard({ readers, request: { design } }: PlanJob): boolean {
  return design.kind !== 'crossed' && design.perCase > 1 && design.perCase * readers.length > HARD;
}
