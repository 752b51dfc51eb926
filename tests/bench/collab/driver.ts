/** The process of all clients. Asked by the measurement: `connect`, `drive`, `leave`. */
import { seeded } from '#domain/kernel/random.ts';
import { quantile } from '../figures.ts';
import { createClient, type Client, type Heard } from './client.ts';
import type { Driven, Kind, Latency, Load, Ready } from './shape.ts';

export interface Order {
  readonly do: 'connect' | 'drive' | 'leave';
  readonly kind: Kind;
  readonly ready: Ready;
  readonly load: Load;
}

/** Edits on the way are waited for so long after the last was sent. */
const DRAIN_MS = 1500;
/** Joining together is no part of what is measured; it is spread so that nobody is turned away. */
const JOINING_AT_ONCE = 20;

let clients: Client[] = [];
const run = createRun();
const random = seeded(1);

process.on('message', (order: Order) => {
  perform(order).then(
    (answer) => process.send?.({ answer }),
    (cause: unknown) => {
      console.error(cause);
      process.exit(1);
    },
  );
});

async function perform({ do: what, kind, ready, load }: Order): Promise<Driven | null> {
  if (what === 'connect') await connect(kind, ready, load);
  if (what === 'drive') return drive(load);
  if (what === 'leave') for (const client of clients) client.close();
  return null;
}

async function connect(kind: Kind, { port, places }: Ready, load: Load): Promise<void> {
  for (let from = 0; from < places.length; from += JOINING_AT_ONCE) {
    const joining = places
      .slice(from, from + JOINING_AT_ONCE)
      .map((place, i) => createClient({ kind, port, place, index: from + i, heard: run.heard }));
    await Promise.all(joining.map((client) => client.ready));
    clients = [...clients, ...joining];
  }
  for (const client of clients) {
    client.fill(Math.round(load.marks / load.people));
    // One person after the other: filling is no part of the measurement and must not look like a flood.
    if (load.marks > 0) await pause(40);
  }
}

async function drive(load: Load): Promise<Driven> {
  run.begin(clients.length);
  const [before, from] = [process.cpuUsage(), performance.now()];
  const timers = clients.flatMap((client) => [
    every(load.edits, () => run.send(client)),
    every(load.cursors, () => run.point(client)),
  ]);
  await pause(load.seconds * 1000);
  for (const stop of timers) stop();
  const { user, system } = process.cpuUsage(before);
  const busy = (user + system) / 1000 / (performance.now() - from);
  await pause(DRAIN_MS);
  return run.end(load.people, Math.round(busy * 100) / 100);
}

/** By the clock, with a phase of its own: a slow server does not slow its load down. Returns the end. */
function every(perSecond: number, run: () => void): () => void {
  if (perSecond === 0) return () => undefined;
  const period = 1000 / perSecond;
  let timer: NodeJS.Timeout;
  let due = performance.now() + random.unit() * period;
  const tick = (): void => {
    run();
    due += period;
    timer = setTimeout(tick, Math.max(0, due - performance.now()));
  };
  timer = setTimeout(tick, due - performance.now());
  return () => clearTimeout(timer);
}

function createRun() {
  let sentAt: Map<number, number>[] = [];
  /** Goes on over all phases: an edit that changes nothing is none. */
  const count: number[] = [];
  let before: number[] = [];
  let firstAcknowledged: number[] = [];
  let edits: number[] = [];
  let cursors: number[] = [];
  let acknowledged: number[] = [];
  let sentCursors = 0;
  let closed = 0;
  let counting = false;
  const heard: Heard = {
    edit(place, n) {
      const at = sentAt[place]?.get(n);
      if (counting && at !== undefined) edits.push(performance.now() - at);
    },
    cursor(_, at) {
      if (counting) cursors.push(performance.now() - at);
    },
    acknowledged(place) {
      if (!counting) return;
      const n = firstAcknowledged[place] ?? 0;
      firstAcknowledged[place] = n + 1;
      const at = sentAt[place]?.get(n);
      if (at !== undefined) acknowledged.push(performance.now() - at);
    },
    closed: () => void (closed += 1),
  };
  return {
    heard,
    begin(clients: number): void {
      sentAt = Array.from({ length: clients }, () => new Map<number, number>());
      before = Array.from({ length: clients }, (_, i) => count[i] ?? 0);
      firstAcknowledged = [...before];
      [edits, cursors, acknowledged, sentCursors, closed, counting] = [[], [], [], 0, 0, true];
    },
    send(client: Client): void {
      const n = count[client.index] ?? 0;
      count[client.index] = n + 1;
      sentAt[client.index]?.set(n, performance.now());
      client.edit(n);
    },
    point(client: Client): void {
      sentCursors += 1;
      client.point(performance.now());
    },
    end(people: number, busy: number): Driven {
      counting = false;
      const sentEdits = count.reduce((sum, n, i) => sum + n - (before[i] ?? 0), 0);
      return {
        edits: latencyOf(edits),
        cursors: latencyOf(cursors),
        acknowledged: latencyOf(acknowledged),
        sentEdits,
        sentCursors,
        delivered: edits.length,
        expected: sentEdits * (people - 1),
        busy,
        closed,
      };
    },
  };
}

function latencyOf(values: readonly number[]): Latency {
  if (values.length === 0) return { n: 0, p50: 0, p95: 0, p99: 0 };
  const at = (share: number): number => Math.round(quantile(values, share) * 100) / 100;
  return { n: values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
