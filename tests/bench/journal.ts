/** Two ways to write the journal under one load, on disks of different speed: in the event loop, and in a thread of its own. */
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { aligned, QUIET, shown } from './collab.ts';
import { measure, type Measured } from './collab/measurement.ts';
import { spreadOf } from './figures.ts';

const DELAYS = [0, 0.2, 2, 10];

export async function benchJournal({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const rows: { delay: number; threaded: boolean; runs: Measured[] }[] = [];
  for (const commitDelay of DELAYS)
    for (let round = 1; round <= repetitions; round++)
      for (const threaded of [false, true]) {
        const run = await measure('ours', { ...QUIET, commitDelay, threaded });
        say(`${String(commitDelay)} ms, ${threaded ? 'thread' : 'loop'}: ${JSON.stringify(run)}`);
        const row = rows.find((known) => known.delay === commitDelay && known.threaded === threaded);
        if (row) row.runs.push(run);
        else rows.push({ delay: commitDelay, threaded, runs: [run] });
      }
  const lines = rows.map(({ delay, threaded, runs }) => {
    const per = (of: (run: Measured) => number) => spreadOf(runs.map(of));
    return {
      delay,
      writer: threaded ? 'thread' : 'event loop',
      p50: per(({ driven }) => driven.edits.p50),
      p95: per(({ driven }) => driven.edits.p95),
      acknowledged: per(({ driven }) => driven.acknowledged.p95),
      cursor: per(({ driven }) => driven.cursors.p95),
      cpu: per((run) => run.cpuPer1000),
      loop: per(({ loop }) => loop.p99),
      delivered: Math.min(...runs.map(({ driven }) => driven.delivered / driven.expected)),
    };
  });
  const head = [
    'added ms',
    'writer',
    'edit p50 ms',
    'p95',
    'saved p95',
    'cursor p95',
    'cpu ms/1000',
    'loop p99',
    'arrived',
  ];
  const table = lines.map((line) => [
    String(line.delay),
    line.writer,
    ...[line.p50, line.p95, line.acknowledged, line.cursor, line.cpu, line.loop].map(shown),
    `${(line.delivered * 100).toFixed(1)} %`,
  ]);
  return { json: { bench: 'journal', load: QUIET, repetitions, lines }, text: aligned([head, ...table]) };
}
