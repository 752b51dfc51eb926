/** The thread in which figures are computed: one job in, its figures out, and the thread ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { figuresOfJob, type FiguresJob } from './figures-job.ts';

// What travels here was made by `figures.ts` of this server, never by anybody outside.
parentPort?.postMessage(figuresOfJob(workerData as FiguresJob));
