/**
 * A reader's worklist, page by page. It is batch after batch, and within a batch by place; a page begins where the one before
 * ended (keyset), so that its cost does not grow with what lies before it. Every query here is one seek in `reads_worklist`.
 */
import { and, asc, count, eq, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { idOf, type CaseId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Batch } from './batches.ts';
import { caseNumbered } from './cases.ts';
import type { Database, Transaction } from './database.ts';
import { cases } from './schema/ingest.ts';
import { readBatches, reads } from './schema/reading.ts';

type Source = Database | Transaction;

export interface WorklistRow {
  readonly read: ReadId;
  readonly batch: Batch;
  readonly place: number;
  readonly kind: string;
  /** What the reader knows the read by. */
  readonly alias: string;
  readonly state: 'draft' | 'submitted';
  readonly protocolVersion: number;
  readonly submittedAt: Instant | null;
}

/** Behind which row a page begins. */
export type After = Pick<WorklistRow, 'read' | 'place'> & { readonly batch: string };

export interface PageRequest {
  readonly user: UserId;
  /** In their order; the page goes through them one after the other. */
  readonly batches: readonly Batch[];
  readonly state: WorklistRow['state'];
  readonly after: After | null;
  readonly limit: number;
}

/** Reads of cases that are ready; those of other cases wait out of sight. */
export function worklistPage(on: Source, request: PageRequest): WorklistRow[] {
  const { batches, after, limit } = request;
  const from = after
    ? Math.max(
        0,
        batches.findIndex(({ id }) => id === after.batch),
      )
    : 0;
  const rows: WorklistRow[] = [];
  for (const batch of batches.slice(from)) {
    if (rows.length >= limit) break;
    const behind = after && after.batch === batch.id ? after : null;
    rows.push(...pageOfBatch(on, { ...request, batch, behind, limit: limit - rows.length }));
  }
  return rows;
}

interface BatchRequest {
  readonly user: UserId;
  readonly batch: Batch;
  readonly state: WorklistRow['state'];
  readonly behind: Pick<After, 'read' | 'place'> | null;
  readonly limit: number;
}

export const pageOfBatch = (on: Source, request: BatchRequest): WorklistRow[] =>
  batchQuery(on, request)
    .all()
    .map((row) => rowOf(row, request.batch));

/** For the page, and for a look at how SQLite goes about it. */
export function batchQuery(on: Source, { user, batch, state, behind, limit }: BatchRequest) {
  return select(
    on,
    eq(reads.userId, user),
    eq(reads.batchId, batch.id),
    eq(reads.state, state),
    behind ? sql`(${reads.place}, ${reads.id}) > (${behind.place}, ${behind.read})` : undefined,
  )
    .orderBy(asc(reads.place), asc(reads.id))
    .limit(limit);
}

/** How many reads of the batch its reader has before a place. */
export const readsBefore = (
  on: Source,
  { user, batch, place }: { readonly user: UserId; readonly batch: string; readonly place: number },
): number =>
  on
    .select({ count: count() })
    .from(reads)
    .where(and(eq(reads.userId, user), eq(reads.batchId, batch), LIVING, lt(reads.place, place)))
    .get()?.count ?? 0;

/** Where a read stands; undefined for one of an imported data set. */
export function standingOfRead(
  on: Source,
  read: ReadId,
): { readonly batch: string; readonly place: number } | undefined {
  const row = on.select({ batch: reads.batchId, place: reads.place }).from(reads).where(eq(reads.id, read)).get();
  return row?.batch ? { batch: row.batch, place: row.place } : undefined;
}

export interface NumberRequest {
  readonly user: UserId;
  readonly batches: readonly Batch[];
  readonly number: number;
}

/** The reads of one number: of the case, or of the place where a batch is veiled. */
export function readsNumbered(on: Source, { user, batches, number }: NumberRequest): WorklistRow[] {
  const named = batches.filter(({ veiled }) => !veiled);
  const byId = new Map(named.map((batch) => [batch.id as string, batch]));
  const ofCases = [...new Set(named.map(({ project }) => project))].flatMap((project) => {
    const one = caseNumbered(on, project, number);
    const rows = one ? caseReadsQuery(on, { user, one: one.id }).all() : [];
    return rows.flatMap((row) => {
      const batch = byId.get(row.batch ?? '');
      return batch ? [rowOf(row, batch)] : [];
    });
  });
  const ofPlaces = batches
    .filter(({ veiled }) => veiled)
    .flatMap((batch) =>
      placeQuery(on, { user, batch, place: number })
        .all()
        .map((row) => rowOf(row, batch)),
    );
  return [...ofCases, ...ofPlaces];
}

const LIVING = inArray(reads.state, ['draft', 'submitted']);

export const placeQuery = (
  on: Source,
  { user, batch, place }: { readonly user: UserId; readonly batch: Batch; readonly place: number },
) => select(on, eq(reads.userId, user), eq(reads.batchId, batch.id), LIVING, eq(reads.place, place)).limit(2);

/** The plus keeps SQLite from looking for all reads of the reader by their state: those of the case are two at most. */
export const caseReadsQuery = (on: Source, { user, one }: { readonly user: UserId; readonly one: CaseId }) =>
  select(on, eq(reads.userId, user), eq(reads.caseId, one), sql`+${LIVING}`).limit(2);

/** What the reader of a read knows it by. */
export function aliasOfRead(on: Source, read: ReadId): string {
  const row = on
    .select({ place: reads.place, number: cases.number, veiled: readBatches.veiled })
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    .leftJoin(readBatches, eq(readBatches.id, reads.batchId))
    .where(eq(reads.id, read))
    .get();
  return row ? aliasOf(row, row.veiled ?? false) : '';
}

const SHOWN = {
  read: reads.id,
  batch: reads.batchId,
  place: reads.place,
  kind: reads.kind,
  state: reads.state,
  version: reads.protocolVersion,
  submittedAt: reads.submittedAt,
  number: cases.number,
};

const select = (on: Source, ...conditions: readonly (SQL | undefined)[]) =>
  on
    .select(SHOWN)
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    .where(and(...conditions, eq(cases.state, 'ready')));

type Row = ReturnType<ReturnType<typeof select>['all']>[number];

const aliasOf = ({ place, number }: Pick<Row, 'place' | 'number'>, veiled: boolean): string =>
  veiled ? `Read ${String(place)}` : `Case ${String(number)}`;

const rowOf = (row: Row, batch: Batch): WorklistRow => ({
  read: idOf<ReadId>(row.read),
  batch,
  place: row.place,
  kind: row.kind,
  alias: aliasOf(row, batch.veiled),
  state: row.state === 'submitted' ? 'submitted' : 'draft',
  protocolVersion: row.version,
  submittedAt: row.submittedAt === null ? null : instantOf(row.submittedAt),
});
