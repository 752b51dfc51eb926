/** Reads without what they say, which may be long: enough to tell which of them may be compared. */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { idOf, type CaseId, type ProjectId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { BLINDINGS, RATERS, type Blinding, type Raters, type Read } from '#domain/reading/read.ts';
import type { Database, Transaction } from './database.ts';
import { LIVING } from './reads.ts';
import { cases } from './schema/ingest.ts';
import { reads } from './schema/reading.ts';

export interface ReadHead {
  readonly id: ReadId;
  readonly case: CaseId;
  /** Null for a slot of an imported data set. */
  readonly user: UserId | null;
  readonly round: number;
  /** Version of the protocol. */
  readonly version: number;
  readonly blinding: Blinding;
  readonly raters: Raters;
  /** Of a read that came again: the first one. */
  readonly repeats: ReadId | null;
  readonly state: Read['state'];
  /** Of what it says; empty for a draft. */
  readonly hash: string;
  /** Characters of what it says. */
  readonly size: number;
}

type Source = Database | Transaction;

/** In the order of the cases. */
export const readHeadsOfProject = (on: Source, project: ProjectId): ReadHead[] =>
  headsWhere(on, eq(cases.projectId, project));

export const readHeadsOfCase = (on: Source, id: CaseId): ReadHead[] => headsWhere(on, eq(cases.id, id));

const headsWhere = (on: Source, where: SQL): ReadHead[] =>
  on
    .select({
      id: reads.id,
      case: reads.caseId,
      user: reads.userId,
      round: reads.round,
      version: reads.protocolVersion,
      blinding: reads.blinding,
      raters: reads.raters,
      repeats: reads.repeats,
      state: reads.state,
      hash: reads.contentHash,
      size: sql<number>`coalesce(length(${reads.content}), 0)`,
    })
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    .where(and(where, LIVING))
    .orderBy(asc(cases.number), asc(reads.id))
    .all()
    .map(({ repeats, hash, ...row }) => ({
      ...row,
      ...v.parse(Kinds, row),
      id: idOf<ReadId>(row.id),
      case: idOf<CaseId>(row.case),
      user: row.user === null ? null : idOf<UserId>(row.user),
      repeats: repeats === null ? null : idOf<ReadId>(repeats),
      hash: hash ?? '',
    }));

const Kinds = v.object({
  blinding: v.picklist(BLINDINGS),
  raters: v.picklist(RATERS),
  state: v.picklist(['draft', 'submitted']),
});
