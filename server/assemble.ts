/**
 * The composition root: configuration → store → services → collab. This is the only place where things are built and where
 * a later stage is plugged into the port of an earlier one; production, development and tests all come through here.
 */
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import { createAccess, type Access } from './access/access.ts';
import { createAuthentication } from './access/authentication.ts';
import type { Config } from './config.ts';
import { createReadiness } from './readiness.ts';
import { createBlobs, type Blobs } from './store/blobs.ts';
import { openDatabase, type Store } from './store/database.ts';
import { createLedger, type Ledger } from './store/ledger.ts';
import { migrate } from './store/migration.ts';
import { createSecrets, type Secrets } from './store/secrets.ts';

/** The stages, as routes and the command line see them. It grows stage by stage. */
export interface Services {
  readonly config: Config;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly access: Access;
  /** Whether the database takes writes. */
  readonly readiness: () => Result<{ readonly ready: true }, Refusal>;
  /** Streamed traffic that never reaches SvelteKit; answers whether it took the request. */
  readonly http: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** WebSocket upgrades below `/collab`. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends every WebSocket, so that the HTTP server can close. */
  closeConnections(): Promise<void>;
  close(): Promise<void>;
}

export function assemble(config: Config): Services {
  mkdirSync(config.dataFolder, { recursive: true });
  const now = (): Instant => instantOf(Date.now());
  const store = openDatabase(join(config.dataFolder, 'consilium.db'));
  migrate(store);
  const ledger = createLedger({ store, now, journalSeq: () => 0 });
  const blobs = createBlobs(join(config.dataFolder, 'blobs'));
  const secrets = createSecrets(join(config.dataFolder, 'secrets'));
  const authentication = createAuthentication({
    db: store.db,
    secret: secrets.authentication(),
    origin: config.origin,
  });
  const access = createAccess({ store, ledger, now, authentication });
  return {
    config,
    store,
    ledger,
    blobs,
    secrets,
    access,
    readiness: createReadiness({ store, now }),
    http: () => false,
    upgrade: (_request, socket) => socket.destroy(),
    closeConnections: () => Promise.resolve(),
    close() {
      store.close();
      return Promise.resolve();
    },
  };
}

/** The one slot by which the bundled SvelteKit side finds the services built here. */
export const SERVICES = Symbol.for('consilium.services');

export function offer(services: Services): void {
  Object.defineProperty(globalThis, SERVICES, { value: services, configurable: true });
}
