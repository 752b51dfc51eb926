/** Facts about this installation that outlive a process. */
import { eq } from 'drizzle-orm';
import type { Database, Transaction } from './database.ts';
import { settings } from './schema/ledger.ts';

/**
 * `made-by-demo`: `demo` made this database, so one-click sign-in may exist here.
 * `last-ready`: when the database last proved that it takes writes.
 */
export type Setting = 'made-by-demo' | 'last-ready';

export function setting(on: Database | Transaction, key: Setting): string | null {
  return on.select({ value: settings.value }).from(settings).where(eq(settings.key, key)).get()?.value ?? null;
}

export function setSetting(tx: Transaction, key: Setting, value: string): void {
  tx.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } }).run();
}
