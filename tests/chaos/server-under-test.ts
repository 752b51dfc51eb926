/** Starting, killing and stopping the server process, and what it said while it lived. */
import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FaultMessage } from './fault-points.ts';

const SCRIPT = fileURLToPath(new URL('./server-process.ts', import.meta.url));
export const FAULTS = new URL('./fault-points.ts', import.meta.url).href;

/** Processes start again and again here: what was compiled once is kept. */
export const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), 'consilium-compiled') };

export interface StartOptions {
  readonly folder: string;
  /** 0: any. The next start of the same house takes the port of the last one. */
  readonly port: number;
  readonly rowsPerKeyframe?: number;
  /** `<subject>:<moment>:<n>` of `fault-points.ts`. */
  readonly dieAt?: string;
  /** Every commit fails with this SQLite code from the start. */
  readonly commitFails?: string;
  /** A folder of migrations to be applied before anything else. */
  readonly migrations?: string;
}

export interface ServerUnderTest {
  /** Null when the process died before it took requests. */
  readonly port: Promise<number | null>;
  /** The signal or exit code with which the process ended. */
  readonly ended: Promise<NodeJS.Signals | number>;
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code (or the signal) and how long that took, in ms. */
  stop(): Promise<{ readonly how: NodeJS.Signals | number; readonly ms: number }>;
  /** Resolves when the process has taken it over. */
  fault(message: FaultMessage): Promise<void>;
  /** The last lines of its stderr, for a failure report. */
  readonly said: () => string;
}

const KEPT_CHARACTERS = 4000;

export function startServer(options: StartOptions): ServerUnderTest {
  const { folder, port, rowsPerKeyframe = 20, dieAt = '', commitFails, migrations } = options;
  const args = [folder, String(port), String(rowsPerKeyframe), ...(migrations ? [migrations] : [])];
  const child = fork(SCRIPT, args, {
    execArgv: ['--import', FAULTS],
    env: { ...process.env, ...COMPILED, CHAOS_DIE_AT: dieAt, ...(commitFails && { CHAOS_COMMIT_FAILS: commitFails }) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-KEPT_CHARACTERS)));
  const ended = new Promise<NodeJS.Signals | number>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0)),
  );
  return {
    port: Promise.race([told(child, 'port') as Promise<number>, ended.then(() => null)]),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const from = performance.now();
      child.kill('SIGTERM');
      return { how: await ended, ms: performance.now() - from };
    },
    async fault(message) {
      const done = told(child, 'done');
      child.send(message);
      await done;
    },
    said: () => said,
  };
}

/** The next message with this field. */
function told(child: ChildProcess, field: string): Promise<unknown> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !(field in message)) return;
      child.off('message', listen);
      resolve(Reflect.get(message, field));
    };
    child.on('message', listen);
  });
}
