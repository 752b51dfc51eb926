/** The thread in which one plan is worked out. */
import { parentPort, workerData } from 'node:worker_threads';
import { workedOut, type PlanJob } from './plan-job.ts';

// What travels here was made by this server, never by anybody outside.
parentPort?.postMessage(workedOut(workerData as PlanJob));
