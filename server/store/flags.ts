/** What readers told a lead about a case. A flag is kept for ever and settled once. */
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { idOf, type CaseId, type FlagId, type ProjectId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { FLAG_KINDS, type FlagKind } from '#domain/reading/report.ts';
import type { Database, Transaction } from './database.ts';
import { cases } from './schema/ingest.ts';
import { caseFlags, reads } from './schema/reading.ts';

type Source = Database | Transaction;

export interface Flag {
  readonly id: FlagId;
  readonly case: CaseId;
  readonly read: ReadId;
  /** The reader of that read. */
  readonly user: UserId;
  readonly kind: FlagKind;
  readonly text: string;
  readonly at: Instant;
  /** What a lead did about it; null while it waits. */
  readonly settled: { readonly at: Instant; readonly note: string } | null;
}

export function insertFlag(
  tx: Transaction,
  { id, case: caseId, read, kind, text, at }: Omit<Flag, 'user' | 'settled'>,
): void {
  tx.insert(caseFlags).values({ id, caseId, readId: read, kind, text, at }).run();
}

/** @returns false when it was settled before. */
export function settleFlag(tx: Transaction, id: FlagId, { at, note }: NonNullable<Flag['settled']>): boolean {
  const waiting = and(eq(caseFlags.id, id), isNull(caseFlags.settledAt));
  return tx.update(caseFlags).set({ settledAt: at, settlement: note }).where(waiting).run().changes === 1;
}

/** In the order they were raised. */
export const flagsOfProject = (on: Source, project: ProjectId): Flag[] =>
  // With the plus SQLite begins with the flags, which are few, and not with the cases of the project.
  flagsWhere(on, sql`+${cases.projectId} = ${project}`);

export const flagsOfRead = (on: Source, read: ReadId): Flag[] => flagsWhere(on, eq(caseFlags.readId, read));

const flagsWhere = (on: Source, condition: SQL): Flag[] =>
  on
    .select({ flag: caseFlags, user: reads.userId })
    .from(caseFlags)
    .innerJoin(reads, eq(reads.id, caseFlags.readId))
    .innerJoin(cases, eq(cases.id, caseFlags.caseId))
    .where(condition)
    .orderBy(asc(caseFlags.at), asc(caseFlags.id))
    .all()
    .map(({ flag, user }) => ({
      id: idOf<FlagId>(flag.id),
      case: idOf<CaseId>(flag.caseId),
      read: idOf<ReadId>(flag.readId),
      user: idOf<UserId>(user ?? ''),
      kind: v.parse(v.picklist(FLAG_KINDS), flag.kind),
      text: flag.text,
      at: instantOf(flag.at),
      settled: flag.settledAt === null ? null : { at: instantOf(flag.settledAt), note: flag.settlement ?? '' },
    }));
