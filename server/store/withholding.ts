/** Readers of a project whose flags reach the lead and withhold nothing. */
import { and, asc, eq } from 'drizzle-orm';
import { idOf, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Database, Transaction } from './database.ts';
import { withholdingStops } from './schema/reading.ts';

type Source = Database | Transaction;

export interface ReaderOf {
  readonly project: ProjectId;
  readonly user: UserId;
}

const theirs = ({ project, user }: ReaderOf) =>
  and(eq(withholdingStops.projectId, project), eq(withholdingStops.userId, user));

export const mayWithhold = (on: Source, reader: ReaderOf): boolean =>
  on.select().from(withholdingStops).where(theirs(reader)).get() === undefined;

/** @returns false when it was so already. */
export function stopWithholding(tx: Transaction, { project, user }: ReaderOf, since: Instant): boolean {
  const row = { projectId: project, userId: user, since };
  return tx.insert(withholdingStops).values(row).onConflictDoNothing().run().changes > 0;
}

/** @returns false when it was so already. */
export const allowWithholding = (tx: Transaction, reader: ReaderOf): boolean =>
  tx.delete(withholdingStops).where(theirs(reader)).run().changes > 0;

export const stoppedReaders = (on: Source, project: ProjectId): UserId[] =>
  on
    .select({ user: withholdingStops.userId })
    .from(withholdingStops)
    .where(eq(withholdingStops.projectId, project))
    .orderBy(asc(withholdingStops.since))
    .all()
    .map(({ user }) => idOf<UserId>(user));
