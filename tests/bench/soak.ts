/** Ten minutes of sessions: how late the event loop runs, and whether memory grows by more than plain Hocuspocus keeps of the same edits. */
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { aligned, QUIET } from './collab.ts';
import { answerOf, gaugeOf, ordered, start } from './collab/measurement.ts';
import type { Driven, Gauge, Kind, Ready } from './collab/shape.ts';

const BUDGET_LOOP_MS = 20;

interface Minute {
  readonly loop: Gauge['loop'];
  readonly used: number;
  readonly resident: number;
  readonly p95: number;
  readonly arrived: number;
}

/** One repetition is two minutes of each server: the usual five make ten. Both get the same load, a minute of one and a minute of the other. */
export async function benchSoak({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const [ours, plain] = [await soaked('ours'), await soaked('hocuspocus')];
  const [mine, theirs]: [Minute[], Minute[]] = [[], []];
  try {
    for (let minute = 1; minute <= repetitions * 2; minute++)
      for (const [soaking, minutes] of [
        [ours, mine],
        [plain, theirs],
      ] as const) {
        minutes.push(await soaking.minute());
        say(`${soaking.kind}, minute ${String(minute)}: ${JSON.stringify(minutes.at(-1))}`);
      }
  } finally {
    ours.end();
    plain.end();
  }
  return answered(mine, theirs);
}

async function soaked(kind: Kind) {
  const load = { ...QUIET, seconds: 60 };
  const server = start(`server-${kind}.ts`, [load.rooms, load.people, 0, 0]);
  const driver = start('driver.ts', []);
  const ready = await answerOf<Ready>(server, (said) => ('port' in said ? (said as unknown as Ready) : null));
  const order = (what: 'connect' | 'drive', seconds: number): Promise<Driven | null> =>
    ordered(driver, { do: what, kind, ready, load: { ...load, seconds } });
  await order('connect', 0);
  await order('drive', 10);
  return {
    kind,
    async minute(): Promise<Minute> {
      await gaugeOf(server);
      const driven = await order('drive', 60);
      const { loop, used, rss } = await gaugeOf(server);
      const arrived = driven ? driven.delivered / driven.expected : 0;
      return { loop, used: mega(used), resident: mega(rss), p95: driven?.edits.p95 ?? 0, arrived };
    },
    end(): void {
      driver.kill('SIGKILL');
      server.kill('SIGTERM');
    },
  };
}

const mega = (bytes: number): number => Math.round(bytes / 1024 / 102.4) / 10;

function answered(ours: readonly Minute[], plain: readonly Minute[]): BenchAnswer {
  const loop = Math.max(...ours.map((minute) => minute.loop.p99));
  const slopes = { ours: slopesOf(ours), plain: slopesOf(plain) };
  const head = ['server', 'minute', 'loop p50', 'p99', 'max ms', 'edit p95 ms', 'in use MB', 'resident MB', 'arrived'];
  const linesOf = (name: string, minutes: readonly Minute[]): string[][] =>
    minutes.map(({ loop: { p50, p99, max }, p95, used, resident, arrived }, i) => [
      name,
      ...[i + 1, p50, p99, max, p95, used, resident, arrived].map(String),
    ]);
  const verdict = [
    `event loop p99 at most ${String(loop)} ms in any minute (budget ${String(BUDGET_LOOP_MS)})`,
    ...Object.entries(slopes).map(
      ([name, { used, resident }]) =>
        `${name}: memory in use ${String(used)} MB/min, resident ${String(resident)} MB/min`,
    ),
  ].join('\n');
  return {
    json: { bench: 'soak', ours, plain, loopP99: loop, budget: BUDGET_LOOP_MS, met: loop <= BUDGET_LOOP_MS, slopes },
    text: `${aligned([head, ...linesOf('ours', ours), ...linesOf('Hocuspocus', plain)])}\n\n${verdict}`,
  };
}

const slopesOf = (minutes: readonly Minute[]): { used: number; resident: number } => ({
  used: slopeOf(minutes.map(({ used }) => used)),
  resident: slopeOf(minutes.map(({ resident }) => resident)),
});

/** Least squares, per minute. */
function slopeOf(values: readonly number[]): number {
  const n = values.length;
  const [mx, my] = [(n - 1) / 2, values.reduce((a, b) => a + b, 0) / n];
  const above = values.reduce((sum, y, x) => sum + (x - mx) * (y - my), 0);
  const below = values.reduce((sum, _, x) => sum + (x - mx) ** 2, 0);
  return Math.round((above / below) * 100) / 100;
}
