/**
 * The access log: who was let into which shared document, as events of the ledger, so that one can tell later who could see
 * what at which moment. One event for each person, document and right within an hour; no content, no seat. All openings of one
 * turn of the event loop share one commit, because after a restart everybody comes back at once.
 */
import type { UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AccessPorts } from './ports.ts';

export interface Opening {
  readonly user: UserId;
  /** Name of the document, as text. */
  readonly document: string;
  readonly access: 'read' | 'write';
}

export interface Openings {
  /** Resolves when it is durable that this person may see the document now. Rejects when that could not be recorded. */
  opened(opening: Opening): Promise<void>;
}

/** The events about one document have a stream of their own: those of its session are read back as the session. */
export const openingStream = (document: string): string => `opening:${document}`;

const HOUR_MS = 3_600_000;
/** Beyond so many, those of former hours are forgotten. */
const REMEMBERED = 10_000;

interface Batch {
  readonly openings: Map<string, Opening>;
  readonly stored: Promise<void>;
}

export function createOpenings(ports: Pick<AccessPorts, 'store' | 'ledger' | 'now'>): Openings {
  const { now } = ports;
  const recorded = new Map<string, Instant>();
  let waiting: Batch | null = null;

  function nextBatch(): Batch {
    const openings = new Map<string, Opening>();
    const { promise: stored, resolve, reject } = Promise.withResolvers<undefined>();
    setImmediate(() => {
      waiting = null;
      try {
        append(ports, openings.values());
        for (const key of openings.keys()) recorded.set(key, now());
        resolve(undefined);
      } catch (cause) {
        reject(new Error('who opened a document could not be recorded', { cause }));
      }
    });
    return { openings, stored };
  }

  return {
    async opened(opening) {
      const key = `${opening.user} ${opening.document} ${opening.access}`;
      const at = recorded.get(key);
      if (at !== undefined && now() - at < HOUR_MS) return;
      if (recorded.size > REMEMBERED)
        for (const [old, then] of recorded) if (now() - then >= HOUR_MS) recorded.delete(old);
      waiting ??= nextBatch();
      waiting.openings.set(key, opening);
      await waiting.stored;
    },
  };
}

function append({ store, ledger }: Pick<AccessPorts, 'store' | 'ledger'>, openings: Iterable<Opening>): void {
  store.transact((tx) => {
    for (const { user, document, access } of openings) {
      const stream = openingStream(document);
      ledger.append(tx, { actor: user, stream, type: 'document-opened', payload: { document, access } });
    }
  });
}
