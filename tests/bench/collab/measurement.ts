/** One measurement: a fresh server process, a fresh process of clients, one load. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order } from './driver.ts';
import type { Driven, Gauge, Kind, Load, Ready } from './shape.ts';

export interface Measured {
  readonly kind: Kind;
  readonly driven: Driven;
  /** Share of one processor the server used while the load ran. */
  readonly busy: number;
  /** ms of processor time per 1,000 messages that came in. */
  readonly cpuPer1000: number;
  /** kB for each participant who is connected and idle: memory in use, and resident memory. */
  readonly memory: { readonly used: number; readonly resident: number };
  readonly loop: Gauge['loop'];
}

/** Code that has not run yet is interpreted; that is over after a few seconds of a session. */
const WARM_UP_SECONDS = 4;

/** @throws Error when a process ends before it has answered. */
export async function measure(kind: Kind, load: Load): Promise<Measured> {
  const server = start(`server-${kind}.ts`, [load.rooms, load.people, load.commitDelay, load.threaded ? 1 : 0]);
  const driver = start('driver.ts', []);
  try {
    const ready = await answerOf<Ready>(server, (said) => ('port' in said ? (said as unknown as Ready) : null));
    const order = (what: Order['do'], seconds = load.seconds): Promise<Driven | null> =>
      ordered(driver, { do: what, kind, ready, load: { ...load, seconds } });
    const empty = await gaugeOf(server);
    await order('connect');
    const idle = await gaugeOf(server);
    await order('drive', WARM_UP_SECONDS);
    const warm = await gaugeOf(server);
    const driven = await order('drive');
    const after = await gaugeOf(server);
    if (!driven) throw new Error('the driver drove nothing');
    const cpu = after.cpu - warm.cpu;
    return {
      kind,
      driven,
      busy: round(cpu / (load.seconds * 1000), 3),
      cpuPer1000: round(cpu / ((driven.sentEdits + driven.sentCursors) / 1000), 1),
      memory: {
        used: round((idle.used - empty.used) / 1024 / (load.rooms * load.people), 0),
        resident: round((idle.rss - empty.rss) / 1024 / (load.rooms * load.people), 0),
      },
      loop: after.loop,
    };
  } finally {
    driver.kill('SIGKILL');
    server.kill('SIGTERM');
  }
}

export function start(script: string, args: readonly number[]): ChildProcess {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const options = { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as const };
  return fork(file, args.map(String), { ...options, stdio: [...options.stdio] });
}

export async function gaugeOf(server: ChildProcess): Promise<Gauge> {
  server.send('gauge');
  return answerOf(server, (said) => ('gauge' in said ? (said['gauge'] as Gauge) : null));
}

export async function ordered(driver: ChildProcess, order: Order): Promise<Driven | null> {
  driver.send(order);
  const { answer } = await answerOf(driver, (said) =>
    'answer' in said ? { answer: said['answer'] as Driven | null } : null,
  );
  return answer;
}

export async function answerOf<T>(child: ChildProcess, find: (said: Record<string, unknown>) => T | null): Promise<T> {
  const ended = new AbortController();
  const gone = once(child, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('a process of the measurement ended before it answered');
  });
  gone.catch(() => undefined);
  try {
    for (;;) {
      const [said] = (await Promise.race([once(child, 'message', { signal: ended.signal }), gone])) as [object];
      const found = find(said as Record<string, unknown>);
      if (found !== null) return found;
    }
  } finally {
    ended.abort();
  }
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
