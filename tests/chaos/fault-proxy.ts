/**
 * A bad network between clients and server: a TCP proxy on the loopback that delays, throttles, stalls, cuts and swallows.
 * Bytes keep their order; what is cut is cut in the middle of whatever was under way.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Direction = 'up' | 'down';

export interface Line {
  /** Added to every chunk, in ms, and a random part on top. */
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly bytesPerSecond: number;
}

const GOOD: Line = { latencyMs: 0, jitterMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

interface Pair {
  readonly client: Socket;
  /** Null: the client was accepted, and nobody will ever answer. */
  readonly server: Socket | null;
}

export class FaultProxy {
  readonly #server: Server;
  readonly #target: () => number;
  readonly #chance: () => number;
  readonly #pairs = new Set<Pair>();
  /** Open at both ends, and dead between. */
  readonly #lost = new Set<Pair>();
  readonly #stalled = new Set<Direction>();
  #line: Line = GOOD;
  #swallowing = false;
  /** The next chunk is delivered by half, and then the connection ends. */
  #truncating = false;

  /** @param target the port of the server now. @param chance uniform in [0, 1), for the jitter. */
  constructor(target: () => number, chance: () => number) {
    this.#target = target;
    this.#chance = chance;
    this.#server = createServer((client) => this.#accept(client));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  slow(line: Partial<Line>): void {
    this.#line = { ...GOOD, ...line };
  }

  /** Nothing goes in this direction until `heal`; nobody is told. */
  stall(direction: Direction): void {
    this.#stalled.add(direction);
  }

  /** New connections are accepted and never answered until `heal`. */
  swallow(): void {
    this.#swallowing = true;
  }

  /**
   * Nothing arrives any more on the present connections, they stay open, and neither end is told; new ones work. So it is when
   * a machine wakes up in another network.
   */
  lose(): void {
    for (const pair of this.#pairs) this.#lost.add(pair);
  }

  truncate(): void {
    this.#truncating = true;
  }

  /** All connections end: with a FIN, or with a RST as after a crashed router. */
  cut(how: 'end' | 'reset'): void {
    for (const { client, server } of this.#pairs) {
      for (const socket of [client, server]) {
        if (how === 'reset') socket?.resetAndDestroy();
        else socket?.destroy();
      }
    }
  }

  /** A good network again. What was stalled goes on; who was swallowed is cut, as by a middle-box that is back. */
  heal(): void {
    this.#line = GOOD;
    this.#stalled.clear();
    this.#swallowing = this.#truncating = false;
    for (const { client, server } of this.#pairs) {
      if (server === null) client.destroy();
    }
  }

  async close(): Promise<void> {
    this.#lost.clear();
    this.cut('end');
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    const server = this.#swallowing ? null : connect(this.#target(), '127.0.0.1');
    const pair: Pair = { client, server };
    this.#pairs.add(pair);
    client.on('error', () => client.destroy());
    server?.on('error', () => server.destroy());
    client.on('close', () => {
      this.#pairs.delete(pair);
      if (!this.#lost.has(pair)) server?.destroy();
    });
    server?.on('close', () => {
      if (!this.#lost.has(pair)) client.destroy();
    });
    if (!server) {
      client.resume();
      return;
    }
    const gone = (): boolean => this.#lost.has(pair);
    this.#carry([client, server], 'up', gone);
    this.#carry([server, client], 'down', gone);
  }

  #carry([from, to]: readonly [Socket, Socket], direction: Direction, gone: () => boolean): void {
    const waiting: { readonly chunk: Buffer; readonly due: number }[] = [];
    let timer: NodeJS.Timeout | null = null;
    const deliver = (): void => {
      timer = null;
      while (waiting[0] && waiting[0].due <= performance.now() && !this.#stalled.has(direction)) {
        const { chunk } = waiting.shift() ?? {};
        if (!to.destroyed) to.write(chunk ?? '');
      }
      if (waiting.length > 0) timer = setTimeout(deliver, LOOK_AGAIN_MS);
    };
    from.on('data', (chunk: Buffer) => {
      if (gone()) return;
      if (this.#truncating) {
        this.#truncating = false;
        to.end(chunk.subarray(0, chunk.byteLength / 2));
        from.destroy();
        return;
      }
      const { latencyMs, jitterMs, bytesPerSecond } = this.#line;
      const arrived = performance.now() + latencyMs + jitterMs * this.#chance();
      const due = Math.max(arrived, waiting.at(-1)?.due ?? 0) + (chunk.byteLength / bytesPerSecond) * 1000;
      waiting.push({ chunk, due });
      if (!timer) deliver();
    });
    from.on('close', () => {
      if (timer) clearTimeout(timer);
    });
  }
}

const LOOK_AGAIN_MS = 2;
