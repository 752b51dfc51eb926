/** A road to a server on which everything can be lost without anybody being told: a network that went while the machine slept. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface LossyRoad {
  readonly url: string;
  /** What travels now and later on the present connections arrives nowhere; they stay open. New ones work. */
  lose(): void;
  close(): Promise<void>;
}

export async function lossyRoad(to: string): Promise<LossyRoad> {
  const { port, pathname } = new URL(to);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((here) => {
    const there = connect(Number(port), '127.0.0.1');
    const pair = [here, there] as const;
    pairs.add(pair);
    here.pipe(there);
    there.pipe(here);
    for (const end of pair) {
      end.on('error', () => end.destroy());
      end.on('close', () => pairs.delete(pair));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}${pathname}`,
    lose() {
      for (const [here, there] of pairs) {
        here.unpipe(there).resume();
        there.unpipe(here).resume();
      }
    },
    async close() {
      for (const pair of pairs) for (const end of pair) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
