/** How cost grows: with people who are connected, and with marks a document holds. Linear or better is what is owed. */
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { aligned, QUIET } from './collab.ts';
import { measure, type Measured } from './collab/measurement.ts';
import type { Load } from './collab/shape.ts';

const PEOPLE = [4, 20, 100, 200, 400];
const MARKS = [100, 1000, 3000, 10_000];

interface Point {
  readonly at: number;
  /** ms of processor time per 1,000 messages. */
  readonly cpu: number;
  readonly p95: number;
  readonly used: number;
}

export async function benchGrowth({ say }: BenchRequest): Promise<BenchAnswer> {
  const point = async (at: number, load: Load): Promise<Point> => {
    const run: Measured = await measure('ours', load);
    say(`${String(at)}: ${JSON.stringify(run)}`);
    return { at, cpu: run.cpuPer1000, p95: run.driven.edits.p95, used: run.memory.used };
  };
  const people: Point[] = [];
  for (const at of PEOPLE)
    people.push(await point(at, { ...QUIET, rooms: at / 4, people: 4, edits: 1, cursors: 2, seconds: 8 }));
  const marks: Point[] = [];
  for (const at of MARKS) marks.push(await point(at, { ...QUIET, rooms: 1, marks: at, edits: 5, seconds: 8 }));
  const text = [
    'people connected, rooms of 4, 1 edit/s and 2 cursors/s each',
    plotted(people, 'people'),
    'marks in one document of 6 people, 5 edits/s and 10 cursors/s each',
    plotted(marks, 'marks'),
  ].join('\n\n');
  return { json: { bench: 'growth', people, marks }, text };
}

const BAR = 40;

/** Cost for each message: flat bars are linear growth of the whole. */
function plotted(points: readonly Point[], unit: string): string {
  const most = Math.max(...points.map(({ cpu }) => cpu));
  const lines = points.map(({ at, cpu, p95, used }) => [
    `${String(at)} ${unit}`,
    `${String(cpu)} ms/1000`,
    '█'.repeat(Math.max(1, Math.round((cpu / most) * BAR))).padEnd(BAR),
    `p95 ${String(p95)} ms`,
    `${String(used)} kB/person`,
  ]);
  return aligned(lines);
}
