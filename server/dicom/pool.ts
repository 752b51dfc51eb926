/**
 * Decoding happens in worker threads with a time limit and a memory limit. A worker that failed, hung or died is
 * never used again, because a codec that trapped may return another image's pixels afterwards.
 */
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { DecodeReply, DecodeRequest } from './pixels/decode-worker.ts';

export type DecodeFailure = 'undecodable-pixels' | 'decode-limit';

export interface DecodePool {
  /** @returns little-endian samples of one frame. The bytes passed in stay untouched. */
  decode(request: DecodeRequest): Promise<Result<Uint8Array, DecodeFailure>>;
  /** Ends all workers; frames still waiting are answered with `decode-limit`. */
  close(): Promise<void>;
}

export interface DecodePoolOptions {
  readonly workers: number;
  /** Milliseconds one frame may take, its worker's start included. */
  readonly timeLimit?: number;
  /** MiB of JavaScript heap per worker; frame sizes bound the codecs' own memory. */
  readonly memoryLimit?: number;
}

export function createDecodePool(options: DecodePoolOptions): DecodePool {
  return new Pool(options);
}

type Decoded = Result<Uint8Array, DecodeFailure>;

interface Waiting {
  readonly request: DecodeRequest;
  readonly resolve: (result: Decoded) => void;
}
interface Running {
  readonly resolve: (result: Decoded) => void;
  readonly timer: NodeJS.Timeout;
}

class Pool implements DecodePool {
  readonly #options: Required<DecodePoolOptions>;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Running>();
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(options: DecodePoolOptions) {
    this.#options = { timeLimit: 20_000, memoryLimit: 256, ...options };
  }

  decode(request: DecodeRequest): Promise<Result<Uint8Array, DecodeFailure>> {
    if (this.#closed) return Promise.resolve(err('decode-limit'));
    return new Promise((resolve) => {
      this.#waiting.push({ request, resolve });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#idle.splice(0), ...this.#busy.keys()];
    for (const job of [...this.#waiting.splice(0), ...this.#busy.values()]) job.resolve(err('decode-limit'));
    this.#busy.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#closed || this.#busy.size >= this.#options.workers) return;
    const job = this.#waiting.shift();
    if (job !== undefined) this.#run(this.#idle.pop() ?? this.#start(), job);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./pixels/decode-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryLimit },
      // What codecs print may quote the stream; it reaches neither console nor log.
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on('message', (reply: DecodeReply) => {
      this.#finish(worker, 'pixels' in reply ? ok(reply.pixels) : err('undecodable-pixels'));
    });
    worker.on('error', () => {
      this.#finish(worker, err('decode-limit'));
    });
    worker.on('exit', () => {
      this.#finish(worker, err('decode-limit'));
    });
    return worker;
  }

  #run(worker: Worker, { request, resolve }: Waiting): void {
    const timer = setTimeout(() => {
      this.#finish(worker, err('decode-limit'));
    }, this.#options.timeLimit);
    this.#busy.set(worker, { resolve, timer });
    worker.ref();
    // A copy: a view would take its whole file along into the worker (and Buffer.slice() is a view).
    const frame = new Uint8Array(request.frame);
    worker.postMessage({ ...request, frame }, [frame.buffer]);
  }

  #finish(worker: Worker, result: Decoded): void {
    const running = this.#busy.get(worker);
    if (running === undefined) {
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
      return;
    }
    clearTimeout(running.timer);
    this.#busy.delete(worker);
    // An idle worker does not keep the process alive.
    worker.unref();
    if (result.ok) this.#idle.push(worker);
    else void worker.terminate();
    running.resolve(result);
    this.#next();
  }
}
