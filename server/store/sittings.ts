/**
 * How long a reader was at a draft, as each window that had it open tells in totals. What is told twice, or late, adds nothing.
 */
import { and, eq } from 'drizzle-orm';
import type { ReadId } from '#domain/kernel/id.ts';
import { addedTimes, furthest, NO_TIME, type ReadingTime } from '#domain/reading/reading-time.ts';
import type { Transaction } from './database.ts';
import { timeOfRead } from './reads.ts';
import { reads, readSittings } from './schema/reading.ts';

/** One window, from the opening of the page to its end. Its id says nothing, not even when. */
export interface Sitting extends ReadingTime {
  readonly sitting: string;
}

/** @param told in seconds, of this sitting alone and from its beginning. @returns the sums of the read. */
export function tellTime(tx: Transaction, id: ReadId, told: Sitting): ReadingTime {
  const one = and(eq(readSittings.readId, id), eq(readSittings.sitting, told.sitting));
  const row = tx.select().from(readSittings).where(one).get();
  const before = row ? { active: row.activeSeconds, idle: row.idleSeconds } : NO_TIME;
  const now = furthest(before, told);
  const more = { active: now.active - before.active, idle: now.idle - before.idle };
  const sums = addedTimes(timeOfRead(tx, id) ?? NO_TIME, more);
  const seconds = { activeSeconds: now.active, idleSeconds: now.idle };
  tx.insert(readSittings)
    .values({ readId: id, sitting: told.sitting, ...seconds })
    .onConflictDoUpdate({ target: [readSittings.readId, readSittings.sitting], set: seconds })
    .run();
  tx.update(reads)
    .set({ activeSeconds: sums.active, idleSeconds: sums.idle })
    .where(and(eq(reads.id, id), eq(reads.state, 'draft')))
    .run();
  return sums;
}

/** Of a read that is in, the sums stay and nothing else. */
export function forgetSittings(tx: Transaction, id: ReadId): void {
  tx.delete(readSittings).where(eq(readSittings.readId, id)).run();
}
