/**
 * How much one message, one socket, one person and all of them together may take. An honest room of thirty people with cursors
 * at 25 Hz, or a person with a hundred documents a day, stays far below each of these.
 */

const KiB = 1024;
const MiB = 1024 * KiB;

/** Bytes of a stateless message and of one awareness state. */
export const SMALL_MESSAGE_BYTES = 4096;
/** Bytes of a whole message of a kind that is small by its nature: sign-in, awareness, stateless, closing. */
export const SHORT_FRAME_BYTES = 64 * KiB;
/** Bytes of what a client says to have: about ten for each window that ever wrote in the document. */
export const STATE_VECTOR_BYTES = 256 * KiB;
/** Awareness ids of one connection: a client that rejoins with a new document has a new one. */
export const AWARENESS_IDS = 4;
/** Yjs client ids of one person in one document. */
export const CLIENT_IDS = 1000;
/** Bytes of one whole document. */
export const DOCUMENT_BYTES = 32 * MiB;
/** Weight of one field: the longest outline has less than half of it. */
export const FIELD_WEIGHT = 128 * KiB;
/** Letters of one text that people write together. */
export const TEXT_LETTERS = 20_000;
/** One edit while working, and the one with which a client that was away brings all that is missing. */
export const LIVE = { bytes: MiB, structs: 2000 } as const;
export const CATCH_UP = { bytes: 16 * MiB, structs: 50_000 } as const;
export type UpdateLimit = typeof LIVE | typeof CATCH_UP;

/** What a bucket holds when it is full, and what flows into it. */
export interface Flow {
  readonly perSecond: number;
  readonly burst: number;
}

/** Limits of sockets; tests lower them to see them work. */
export interface SocketLimits {
  /** A socket nobody signs in on is closed after this time, in ms; until then it may send so many bytes. */
  readonly signInMs: number;
  readonly bytesBeforeSignIn: number;
  /** Sockets nobody has signed in on yet, of one network address and in all. */
  readonly strangersOfAddress: number;
  readonly strangers: number;
  readonly sockets: number;
  readonly socketsOfPerson: number;
  /** Documents open at once on one socket. */
  readonly documents: number;
  /** Messages of one socket; a message costs one more for every 64 KiB. */
  readonly socket: Flow;
  /** Messages and bytes of one person, over all their sockets. */
  readonly personMessages: Flow;
  readonly personBytes: Flow;
  /** Bytes waiting for a client that does not keep up; beyond, it is cut off and catches up when it comes back. */
  readonly waitingBytes: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  signInMs: 10_000,
  bytesBeforeSignIn: 256 * KiB,
  strangersOfAddress: 200,
  strangers: 600,
  sockets: 4000,
  socketsOfPerson: 32,
  documents: 100,
  socket: { perSecond: 200, burst: 400 },
  personMessages: { perSecond: 600, burst: 1200 },
  personBytes: { perSecond: MiB, burst: 64 * MiB },
  waitingBytes: 8 * MiB,
};

/** A token bucket. */
export interface Bucket {
  /** False when it is empty; what was asked for is gone all the same. */
  take(amount: number): boolean;
  readonly full: boolean;
}

/** @param clock in ms, rising. */
export function createBucket({ perSecond, burst }: Flow, clock: () => number): Bucket {
  let tokens = burst;
  let last = clock();
  function fill(): void {
    const now = clock();
    tokens = Math.min(burst, tokens + ((now - last) * perSecond) / 1000);
    last = now;
  }
  return {
    take(amount) {
      fill();
      // Whoever goes on sending does not get ever deeper into debt: a pause as long as it takes to fill ends it.
      tokens = Math.max(-burst, tokens - amount);
      return tokens >= 0;
    },
    get full() {
      fill();
      return tokens >= burst;
    },
  };
}

/** What a message costs in the bucket of its socket; the largest one allowed fits into a full bucket. */
export const costOf = (bytes: number, { burst }: Flow): number => 1 + Math.min(burst - 1, bytes / (64 * KiB));
