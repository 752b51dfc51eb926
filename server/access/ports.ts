/** What every part of the access stage is built from. */
import type { Instant } from '#domain/kernel/instant.ts';
import type { Store } from '#server/store/database.ts';
import type { Ledger } from '#server/store/ledger.ts';
import type { Authentication } from './authentication.ts';

export interface AccessPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  readonly authentication: Authentication;
}

/** Where a request comes from. */
export interface Caller {
  readonly headers: Headers;
  /** Network address of the other end of the connection. */
  readonly address: string;
}
