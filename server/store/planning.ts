/** What a plan of reads starts from: ready cases, what kind each one is, and what a lead noted about the readers. */
import { and, asc, eq, gte, inArray, lte, max, notInArray, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { idOf, type BatchId, type CaseId, type ProjectId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import type { Database, Transaction } from './database.ts';
import { cases } from './schema/ingest.ts';
import { readerProfiles, reads } from './schema/reading.ts';

type Source = Database | Transaction;

export interface PlannableCase {
  readonly id: CaseId;
  readonly number: number;
  /** What its first series shows, in few words: "Chest CT". */
  readonly kind: string;
}

export interface CaseChoice {
  readonly project: ProjectId;
  /** Numbers of cases, both included. */
  readonly from: number;
  readonly to: number;
  /** Only cases nobody has been asked to read. */
  readonly unread: boolean;
  /** Never to be read: they are shown to readers. */
  readonly but: readonly CaseId[];
  readonly limit: number;
}

// Written out, because in a select of one table Drizzle leaves the names of tables away, and both have a `study_id`.
const FIRST_LABEL = sql<string | null>`(
  SELECT series.label FROM series WHERE series.study_id = cases.study_id
  ORDER BY series.number IS NULL, series.number, series.id LIMIT 1)`;

const inRange = ({
  project,
  from,
  to,
  unread,
}: Pick<CaseChoice, 'project' | 'from' | 'to' | 'unread'>): SQL | undefined =>
  and(
    eq(cases.projectId, project),
    eq(cases.state, 'ready'),
    unread ? eq(cases.reads, 0) : undefined,
    gte(cases.number, from),
    lte(cases.number, to),
  );

/** In the order of their numbers. */
export function plannableCases(on: Source, { project, from, to, unread, but, limit }: CaseChoice): PlannableCase[] {
  return on
    .select({ id: cases.id, number: cases.number, label: FIRST_LABEL })
    .from(cases)
    .where(and(inRange({ project, from, to, unread }), but.length > 0 ? notInArray(cases.id, [...but]) : undefined))
    .orderBy(asc(cases.number))
    .limit(limit)
    .all()
    .map(plannable);
}

export const casesToPlan = (on: Source, ids: readonly CaseId[]): PlannableCase[] =>
  on
    .select({ id: cases.id, number: cases.number, label: FIRST_LABEL })
    .from(cases)
    .where(inArray(cases.id, [...ids]))
    .orderBy(asc(cases.number))
    .all()
    .map(plannable);

const plannable = (row: { id: string; number: number; label: string | null }): PlannableCase => ({
  id: idOf<CaseId>(row.id),
  number: row.number,
  kind: row.label?.split(',')[0] ?? '',
});

export interface KnownRead {
  readonly case: CaseId;
  readonly user: UserId;
  readonly read: ReadId;
  /** It was withdrawn, given away or excused. */
  readonly ended: boolean;
}

/** What people were asked to read before, among the ready cases with these numbers; of unread ones that is what ended. */
export const knownReads = (
  on: Source,
  { project, from, to, unread }: Pick<CaseChoice, 'project' | 'from' | 'to' | 'unread'>,
): KnownRead[] =>
  on
    .select({ one: cases.id, user: reads.userId, read: reads.id, state: reads.state })
    .from(cases)
    .innerJoin(reads, eq(reads.caseId, cases.id))
    .where(and(inRange({ project, from, to, unread }), eq(reads.round, 1)))
    .all()
    .flatMap(({ one, user, read, state }) => {
      if (user === null) return [];
      const ended = state !== 'draft' && state !== 'submitted';
      return [{ case: idOf<CaseId>(one), user: idOf<UserId>(user), read: idOf<ReadId>(read), ended }];
    });

export interface ReaderProfile {
  readonly user: UserId;
  /** Empty where nothing was noted. */
  readonly institution: string;
  /** Kinds of cases they may be given; an empty list stands for all. */
  readonly expertise: readonly string[];
}

export const profilesIn = (on: Source, project: ProjectId): ReaderProfile[] =>
  on
    .select()
    .from(readerProfiles)
    .where(eq(readerProfiles.projectId, project))
    .all()
    .map((row) => ({
      user: idOf<UserId>(row.userId),
      institution: row.institution,
      expertise: v.parse(v.array(v.string()), JSON.parse(row.expertise)),
    }));

export function putProfile(tx: Transaction, project: ProjectId, { user, institution, expertise }: ReaderProfile): void {
  const noted = { institution, expertise: JSON.stringify(expertise) };
  tx.insert(readerProfiles)
    .values({ projectId: project, userId: user, ...noted })
    .onConflictDoUpdate({ target: [readerProfiles.projectId, readerProfiles.userId], set: noted })
    .run();
}

/** A place behind everything the person has in the batch of that read. */
export function freePlace(on: Source, like: ReadId, user: UserId): { readonly batch: BatchId; readonly place: number } {
  const row = on.select({ batch: reads.batchId }).from(reads).where(eq(reads.id, like)).get();
  const batch = row?.batch ?? '';
  const last = on
    .select({ place: max(reads.place) })
    .from(reads)
    .where(and(eq(reads.userId, user), eq(reads.batchId, batch)))
    .get();
  return { batch: idOf<BatchId>(batch), place: (last?.place ?? 0) + 1 };
}

export interface StandingRead {
  readonly id: string;
  readonly number: number;
  readonly place: number;
}

/** The living reads of a reader in a batch, as they were asked for. */
export const readsInBatch = (on: Source, batch: BatchId, user: UserId): StandingRead[] =>
  on
    .select({ id: reads.id, number: cases.number, place: reads.place })
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    .where(and(eq(reads.userId, user), eq(reads.batchId, batch), inArray(reads.state, ['draft', 'submitted'])))
    .orderBy(asc(reads.assignedAt), asc(cases.number))
    .all();

export function setPlace(tx: Transaction, read: string, place: number): void {
  tx.update(reads).set({ place }).where(eq(reads.id, read)).run();
}
