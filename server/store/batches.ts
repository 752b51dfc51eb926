/**
 * Batches: reads that were asked for together, with one date, and how far each of their readers is. The counts of readers and of
 * cases move with every read that comes, goes or is submitted, in the same transaction, so that nobody counts a million rows.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import { idOf, type BatchId, type ProjectId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Read } from '#domain/reading/read.ts';
import type { Database, Transaction } from './database.ts';
import { cases } from './schema/ingest.ts';
import { batchReaders, readBatches, reads } from './schema/reading.ts';

type Source = Database | Transaction;

export interface Batch {
  readonly id: BatchId;
  readonly project: ProjectId;
  readonly name: string;
  readonly dueAt: Instant | null;
  /** Its readers know a read by its place and not by its case. */
  readonly veiled: boolean;
  readonly createdAt: Instant;
}

/** Its date has passed. */
export const isLate = ({ dueAt }: Pick<Batch, 'dueAt'>, at: Instant): boolean => dueAt !== null && dueAt < at;

export interface Counts {
  readonly open: number;
  readonly submitted: number;
}

export const batchById = (on: Source, id: BatchId): Batch | undefined => {
  const row = on.select().from(readBatches).where(eq(readBatches.id, id)).get();
  return row && batchOf(row);
};

/** The batch of single reads bears the id of the project. */
export const standingBatchOf = (project: ProjectId): BatchId => idOf<BatchId>(project);

/** Made when the first single read is asked for. */
export function standingBatch(tx: Transaction, project: ProjectId, at: Instant): BatchId {
  const row = { id: project, projectId: project, name: 'Single reads', veiled: false, createdAt: at };
  tx.insert(readBatches).values(row).onConflictDoNothing().run();
  return standingBatchOf(project);
}

export function insertBatch(tx: Transaction, { project, ...rest }: Batch): void {
  tx.insert(readBatches)
    .values({ ...rest, projectId: project })
    .run();
}

export function setDue(tx: Transaction, id: BatchId, dueAt: Instant | null): void {
  tx.update(readBatches).set({ dueAt }).where(eq(readBatches.id, id)).run();
}

/** What some readers have open leaves one batch for another, each read in its place. @returns how many reads. */
export function moveOpen(
  tx: Transaction,
  { from, to, users }: { readonly from: BatchId; readonly to: BatchId; readonly users: readonly UserId[] },
): number {
  return users.reduce((sum, user) => sum + moveOpenOf(tx, { from, to, user }), 0);
}

function moveOpenOf(
  tx: Transaction,
  { from, to, user }: { readonly from: BatchId; readonly to: BatchId; readonly user: UserId },
): number {
  const open = and(eq(reads.userId, user), eq(reads.batchId, from), eq(reads.state, 'draft'));
  const { changes } = tx.update(reads).set({ batchId: to }).where(open).run();
  if (changes === 0) return 0;
  const old = and(eq(batchReaders.batchId, from), eq(batchReaders.userId, user));
  tx.update(batchReaders)
    .set({ open: sql`${batchReaders.open} - ${changes}` })
    .where(old)
    .run();
  tx.delete(batchReaders)
    .where(and(old, eq(batchReaders.open, 0), eq(batchReaders.submitted, 0)))
    .run();
  tx.insert(batchReaders).values({ batchId: to, userId: user, open: changes, submitted: 0 }).run();
  return changes;
}

/** What is due first comes first, what has no date last; then in the order they were made. */
const IN_ORDER = [
  sql`${readBatches.dueAt} IS NULL`,
  asc(readBatches.dueAt),
  asc(readBatches.createdAt),
  asc(readBatches.id),
];

export const batchesOfReader = (on: Source, user: UserId): (Batch & Counts)[] =>
  on
    .select({ batch: readBatches, open: batchReaders.open, submitted: batchReaders.submitted })
    .from(batchReaders)
    .innerJoin(readBatches, eq(readBatches.id, batchReaders.batchId))
    .where(eq(batchReaders.userId, user))
    .orderBy(...IN_ORDER)
    .all()
    .map(({ batch, ...counts }) => ({ ...batchOf(batch), ...counts }));

export interface Progress extends Counts {
  readonly batch: Batch;
  readonly user: UserId;
}

/** Batch by batch, reader by reader. */
export const progressIn = (on: Source, project: ProjectId): Progress[] =>
  on
    .select({ batch: readBatches, of: batchReaders })
    .from(readBatches)
    .innerJoin(batchReaders, eq(batchReaders.batchId, readBatches.id))
    .where(eq(readBatches.projectId, project))
    .orderBy(...IN_ORDER, asc(batchReaders.userId))
    .all()
    .map(({ batch, of }) => ({
      batch: batchOf(batch),
      user: idOf<UserId>(of.userId),
      open: of.open,
      submitted: of.submitted,
    }));

/** Adds to the counts of the case of a read, and of its reader; a slot of an imported data set has no reader here. */
export function moveCounts(tx: Transaction, read: ReadId, { open, submitted }: Counts): void {
  const row = tx
    .select({ one: reads.caseId, batch: reads.batchId, user: reads.userId })
    .from(reads)
    .where(eq(reads.id, read))
    .get();
  if (!row) return;
  tx.update(cases)
    .set({ reads: sql`${cases.reads} + ${open + submitted}`, readsIn: sql`${cases.readsIn} + ${submitted}` })
    .where(eq(cases.id, row.one))
    .run();
  if (row.batch === null || row.user === null) return;
  tx.insert(batchReaders)
    .values({ batchId: row.batch, userId: row.user, open: 0, submitted: 0 })
    .onConflictDoNothing()
    .run();
  tx.update(batchReaders)
    .set({ open: sql`${batchReaders.open} + ${open}`, submitted: sql`${batchReaders.submitted} + ${submitted}` })
    .where(and(eq(batchReaders.batchId, row.batch), eq(batchReaders.userId, row.user)))
    .run();
}

/** Counts many drafts of one batch at once. */
export function countDrafts(tx: Transaction, batch: BatchId, drafts: readonly Pick<Read, 'case' | 'reader'>[]): void {
  const byCase = Map.groupBy(drafts, (draft) => draft.case);
  for (const [added, of] of Map.groupBy(byCase, ([, own]) => own.length)) {
    // As one text: a statement of thousands of parameters takes longer to build than to run.
    const ids = JSON.stringify(of.map(([one]) => one));
    tx.update(cases)
      .set({ reads: sql`${cases.reads} + ${added}` })
      .where(sql`${cases.id} IN (SELECT value FROM json_each(${ids}))`)
      .run();
  }
  const users = drafts.flatMap(({ reader }) => (reader.kind === 'person' ? [reader.user] : []));
  for (const [user, { length }] of Map.groupBy(users, (one) => one))
    tx.insert(batchReaders)
      .values({ batchId: batch, userId: user, open: length, submitted: 0 })
      .onConflictDoUpdate({
        target: [batchReaders.batchId, batchReaders.userId],
        set: { open: sql`${batchReaders.open} + ${length}` },
      })
      .run();
}

const batchOf = (row: typeof readBatches.$inferSelect): Batch => ({
  id: idOf<BatchId>(row.id),
  project: idOf<ProjectId>(row.projectId),
  name: row.name,
  dueAt: row.dueAt === null ? null : instantOf(row.dueAt),
  veiled: row.veiled,
  createdAt: instantOf(row.createdAt),
});
