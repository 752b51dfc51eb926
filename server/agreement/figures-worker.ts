/** The thread in which marks are matched and figures computed: one job in, its result out, one after the other. */
import { parentPort } from 'node:worker_threads';
import { comparedInJob } from './compare-job.ts';
import { figuresOfJob } from './figures-job.ts';
import type { Task } from './figures-thread.ts';

// What travels here was made by this server, never by anybody outside.
parentPort?.on('message', (task: Task) => parentPort?.postMessage(resultOf(task)));

function resultOf(task: Task): unknown {
  switch (task.kind) {
    case 'figures':
      return figuresOfJob(task.job);
    case 'compare':
      return comparedInJob(task.job);
  }
}
