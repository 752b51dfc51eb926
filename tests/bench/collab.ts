/**
 * Live edits of many rooms: ours with everything (people, policies, guard, durable journal) beside plain Hocuspocus and the
 * bare server of y-websocket, which check nothing and keep documents in memory. One run, A-B-C-A-B-C, each measurement with
 * fresh processes. Load is open: clients send by the clock, whether or not the server keeps up.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { measure, type Measured } from './collab/measurement.ts';
import { KINDS, type Kind, type Load } from './collab/shape.ts';
import { spreadOf, type Spread } from './figures.ts';

export const QUIET: Load = {
  rooms: 20,
  people: 6,
  edits: 5,
  cursors: 10,
  seconds: 10,
  marks: 0,
  commitDelay: 0,
  threaded: false,
};

const LOADS: readonly { readonly name: string; readonly load: Load }[] = [
  { name: '20 rooms × 6, 5 edits/s, cursors 10 Hz', load: QUIET },
  { name: '1 room × 30, 2 edits/s, cursors 20 Hz', load: { ...QUIET, rooms: 1, people: 30, edits: 2, cursors: 20 } },
  { name: '100 rooms × 4, 2 edits/s, cursors 5 Hz', load: { ...QUIET, rooms: 100, people: 4, edits: 2, cursors: 5 } },
];

/** Of the first load, as ratios to plain Hocuspocus; memory in kB. */
const BUDGET = { p95: 1.5, cpu: 1.25, memory: 150 } as const;

interface Row {
  readonly kind: Kind;
  readonly p50: Spread;
  readonly p95: Spread;
  readonly p99: Spread;
  readonly cursorP95: Spread;
  readonly cpuPer1000: Spread;
  readonly memoryUsed: Spread;
  readonly memoryResident: Spread;
  readonly loopP99: Spread;
  /** Share of edits that arrived at everybody else. */
  readonly delivered: number;
  /** Highest share of a processor the driver used. */
  readonly driver: number;
}

export async function benchCollab({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const tables = [];
  const load = loadavg()[0] ?? 0;
  for (const { name, load: shape } of LOADS)
    tables.push({ name, ...(await compared(name, shape, { repetitions, say })) });
  const machine = { cpu: cpus()[0]?.model ?? '', cores: availableParallelism(), node: process.version, load };
  const [first] = tables;
  const budgets = first ? judged(first.rows) : [];
  return {
    json: { bench: 'collab', machine, repetitions, tables, budgets },
    text: [...tables.map(({ name, rows }) => tableOf(name, rows)), ...budgets.map(({ text }) => text)].join('\n\n'),
  };
}

async function compared(
  name: string,
  load: Load,
  { repetitions, say }: BenchRequest,
): Promise<{ load: Load; rows: Row[] }> {
  const runs: Measured[] = [];
  for (let round = 1; round <= repetitions; round++)
    for (const kind of KINDS) {
      const run = await measure(kind, load);
      runs.push(run);
      say(`${name}, ${kind}, ${String(round)} of ${String(repetitions)}: ${JSON.stringify(run)}`);
    }
  return { load, rows: KINDS.map((kind) => rowOf(kind, runs)) };
}

function rowOf(kind: Kind, runs: readonly Measured[]): Row {
  const own = runs.filter((run) => run.kind === kind);
  const per = (of: (run: Measured) => number): Spread => spreadOf(own.map(of));
  return {
    kind,
    p50: per(({ driven }) => driven.edits.p50),
    p95: per(({ driven }) => driven.edits.p95),
    p99: per(({ driven }) => driven.edits.p99),
    cursorP95: per(({ driven }) => driven.cursors.p95),
    cpuPer1000: per((run) => run.cpuPer1000),
    memoryUsed: per(({ memory }) => memory.used),
    memoryResident: per(({ memory }) => memory.resident),
    loopP99: per(({ loop }) => loop.p99),
    delivered: own.reduce((sum, { driven }) => sum + driven.delivered / driven.expected, 0) / own.length,
    driver: Math.max(...own.map(({ driven }) => driven.busy)),
  };
}

function judged(rows: readonly Row[]) {
  const of = (kind: Kind): Row | undefined => rows.find((row) => row.kind === kind);
  const [ours, plain] = [of('ours'), of('hocuspocus')];
  if (!ours || !plain) return [];
  const budget = (name: string, value: number, most: number, unit: string) => {
    const rounded = Math.round(value * 100) / 100;
    const met = value <= most;
    const text = `${met ? 'met   ' : 'MISSED'}  ${name}: ${String(rounded)}${unit} (at most ${String(most)}${unit})`;
    return { name, value: rounded, most, met, text };
  };
  return [
    budget('edit seen by others, p95', ours.p95.median / plain.p95.median, BUDGET.p95, ' × plain Hocuspocus'),
    budget('processor time', ours.cpuPer1000.median / plain.cpuPer1000.median, BUDGET.cpu, ' × plain Hocuspocus'),
    budget('memory per participant', ours.memoryUsed.median, BUDGET.memory, ' kB'),
  ];
}

function tableOf(name: string, rows: readonly Row[]): string {
  const head = [
    '',
    'edit p50',
    'p95',
    'p99 ms',
    'cursor p95 ms',
    'cpu ms/1000',
    'kB/person',
    'loop p99 ms',
    'delivered',
  ];
  const lines = rows.map((row) => [
    row.kind,
    ...[row.p50, row.p95, row.p99, row.cursorP95, row.cpuPer1000, row.memoryUsed, row.loopP99].map(shown),
    `${(row.delivered * 100).toFixed(1)} %`,
  ]);
  return [name, aligned([head, ...lines])].join('\n');
}

export const shown = ({ median, min, max }: Spread): string => `${String(median)} (${String(min)}–${String(max)})`;

export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
