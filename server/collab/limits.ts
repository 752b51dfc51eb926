/** How much one socket may send, and how much may wait for it. */

/** Bytes of one WebSocket message. */
export const MESSAGE_BYTES = 16 * 1024 * 1024;
/** Bytes waiting for a client that does not keep up; beyond, it is cut off and catches up when it comes back. */
export const WAITING_BYTES = 8 * 1024 * 1024;
/** Bytes of a stateless message and of one awareness state. */
export const SMALL_MESSAGE_BYTES = 4096;
/** Awareness ids of one connection: a client that rejoins with a new document has a new one. */
export const AWARENESS_IDS = 4;
/** Yjs client ids of one person in one document. */
export const CLIENT_IDS = 1000;
/** One edit while working, and the one with which a client that was away brings all that is missing. */
export const LIVE = { bytes: 1024 * 1024, structs: 2000 } as const;
export const CATCH_UP = { bytes: MESSAGE_BYTES, structs: 50_000 } as const;
export type UpdateLimit = typeof LIVE | typeof CATCH_UP;

const RATE_PER_SECOND = 200;
const BURST = 400;
const BYTES_PER_TOKEN = 64 * 1024;

/** A token bucket: every message costs one token and one more per 64 KiB. */
export interface Bucket {
  /** False when it is empty. */
  take(bytes: number): boolean;
}

/** @param clock in ms, rising. */
export function createBucket(clock: () => number): Bucket {
  let tokens = BURST;
  let last = clock();
  return {
    take(bytes) {
      const now = clock();
      tokens = Math.min(BURST, tokens + ((now - last) * RATE_PER_SECOND) / 1000);
      last = now;
      // The largest message allowed must fit into a full bucket.
      tokens -= 1 + Math.min(BURST - 1, bytes / BYTES_PER_TOKEN);
      return tokens >= 0;
    },
  };
}
