/** What is measured, and what the three kinds of process of one measurement tell each other. */
import type { Place } from '#tests/factories/many-panels.ts';

export const KINDS = ['ours', 'hocuspocus', 'y-websocket'] as const;
/** `ours` with real people, sessions, guard and durable journal; the others keep everything in memory and trust everybody. */
export type Kind = (typeof KINDS)[number];

export interface Load {
  readonly rooms: number;
  /** People in each room. */
  readonly people: number;
  /** Edits of each person per second, sent by the clock whether or not earlier ones were acknowledged. */
  readonly edits: number;
  /** Cursor positions of each person per second. */
  readonly cursors: number;
  readonly seconds: number;
  /** Marks in each document before the measurement begins. */
  readonly marks: number;
  /** Milliseconds each durable commit of ours takes longer. */
  readonly commitDelay: number;
  /** Whether a thread of its own writes the journal of ours. */
  readonly threaded: boolean;
}

/** From a server process, once it listens. */
export interface Ready {
  readonly port: number;
  readonly places: readonly Place[];
}

/** From a server process, whenever it is asked. */
export interface Gauge {
  /** Of both user and system, in ms, since the process began. */
  readonly cpu: number;
  /** Resident memory, and memory in use, after a garbage collection, in bytes. */
  readonly rss: number;
  readonly used: number;
  /** How late timers of the server ran since the last question, in ms. */
  readonly loop: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** From the driver process after each phase. */
export interface Driven {
  readonly edits: Latency;
  readonly cursors: Latency;
  readonly acknowledged: Latency;
  readonly sentEdits: number;
  readonly sentCursors: number;
  /** Edits that arrived at somebody else; `sentEdits × (people − 1)` when all did. */
  readonly delivered: number;
  readonly expected: number;
  /** Share of one processor the driver itself used: near 1 it was the bottleneck. */
  readonly busy: number;
  /** Sockets that were closed while it ran. */
  readonly closed: number;
}

/** In ms. */
export interface Latency {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}
