/** What a server process says about itself when it is asked, and how it tells that it is ready. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Gauge, Ready } from './shape.ts';

const loop = monitorEventLoopDelay({ resolution: 5 });

export function answerAndTell(ready: Ready): void {
  loop.enable();
  process.on('message', (asked: unknown) => {
    if (asked === 'gauge') process.send?.({ gauge: gauge() });
  });
  process.send?.(ready);
}

function gauge(): Gauge {
  const { user, system } = process.cpuUsage();
  // After the clock was read: collecting is no work of the server.
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const ms = (nanoseconds: number): number => Math.round(nanoseconds / 10_000) / 100;
  const answer = {
    cpu: (user + system) / 1000,
    rss,
    used: heapUsed + external,
    // The histogram counts the pause itself, which is no delay.
    loop: { p50: ms(loop.percentile(50)), p99: ms(loop.percentile(99)), max: ms(loop.max) },
  };
  loop.reset();
  return answer;
}
