/** Ten minutes of sessions: how late the event loop runs, and whether memory keeps growing. */
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { aligned, QUIET } from './collab.ts';
import { answerOf, gaugeOf, ordered, start } from './collab/measurement.ts';
import type { Driven, Gauge, Ready } from './collab/shape.ts';

const BUDGET_LOOP_MS = 20;

interface Minute {
  readonly loop: Gauge['loop'];
  readonly used: number;
  readonly resident: number;
  readonly p95: number;
  readonly arrived: number;
}

/** One repetition is two minutes: the usual five make ten. */
export async function benchSoak({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const load = { ...QUIET, seconds: 60 };
  const server = start('server-ours.ts', [load.rooms, load.people, 0, 0]);
  const driver = start('driver.ts', []);
  const minutes: Minute[] = [];
  try {
    const ready = await answerOf<Ready>(server, (said) => ('port' in said ? (said as unknown as Ready) : null));
    const order = (what: 'connect' | 'drive', seconds: number): Promise<Driven | null> =>
      ordered(driver, { do: what, kind: 'ours', ready, load: { ...load, seconds } });
    await order('connect', 0);
    await order('drive', 10);
    await gaugeOf(server);
    for (let minute = 1; minute <= repetitions * 2; minute++) {
      const driven = await order('drive', 60);
      const { loop, used, rss } = await gaugeOf(server);
      const arrived = driven ? driven.delivered / driven.expected : 0;
      minutes.push({ loop, used: mega(used), resident: mega(rss), p95: driven?.edits.p95 ?? 0, arrived });
      say(`minute ${String(minute)}: ${JSON.stringify(minutes.at(-1))}`);
    }
  } finally {
    driver.kill('SIGKILL');
    server.kill('SIGTERM');
  }
  return answered(minutes);
}

const mega = (bytes: number): number => Math.round(bytes / 1024 / 102.4) / 10;

function answered(minutes: readonly Minute[]): BenchAnswer {
  const loop = Math.max(...minutes.map((minute) => minute.loop.p99));
  const slope = { used: slopeOf(minutes.map(({ used }) => used)), resident: slopeOf(minutes.map((m) => m.resident)) };
  const head = ['minute', 'loop p50', 'p99', 'max ms', 'edit p95 ms', 'in use MB', 'resident MB', 'arrived'];
  const lines = minutes.map(({ loop: { p50, p99, max }, p95, used, resident, arrived }, i) =>
    [i + 1, p50, p99, max, p95, used, resident, arrived].map(String),
  );
  const verdict = `event loop p99 at most ${String(loop)} ms in any minute (budget ${String(BUDGET_LOOP_MS)}); memory in use ${String(slope.used)} MB/min, resident ${String(slope.resident)} MB/min`;
  return {
    json: { bench: 'soak', minutes, loopP99: loop, budget: BUDGET_LOOP_MS, met: loop <= BUDGET_LOOP_MS, slope },
    text: `${aligned([head, ...lines])}\n\n${verdict}`,
  };
}

/** Least squares, per minute. */
function slopeOf(values: readonly number[]): number {
  const n = values.length;
  const [mx, my] = [(n - 1) / 2, values.reduce((a, b) => a + b, 0) / n];
  const above = values.reduce((sum, y, x) => sum + (x - mx) * (y - my), 0);
  const below = values.reduce((sum, _, x) => sum + (x - mx) ** 2, 0);
  return Math.round((above / below) * 100) / 100;
}
