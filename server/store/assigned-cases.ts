/** Cases with who reads them, page by page: names, states and versions, never what a read says. */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { idOf, type CaseId, type ProjectId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import type { AssignedCase } from '#domain/reading/assignment/assigned-case.ts';
import { BLINDINGS, ENDINGS } from '#domain/reading/read.ts';
import type { Database, Transaction } from './database.ts';
import { casesToPlan } from './planning.ts';
import { cases } from './schema/ingest.ts';
import { reads } from './schema/reading.ts';

type Source = Database | Transaction;

export interface CasePage {
  readonly project: ProjectId;
  readonly behind: number;
  readonly limit: number;
}

/** Ready cases in the order of their numbers. */
export function casesWithReads(on: Source, page: CasePage): AssignedCase[] {
  const ids = caseQuery(on, page)
    .all()
    .map(({ id }) => idOf<CaseId>(id));
  const found = on
    .select({
      one: reads.caseId,
      ...{ read: reads.id, user: reads.userId, label: reads.slotLabel, source: reads.slotSource },
      ...{ state: reads.state, blinding: reads.blinding, raters: reads.raters },
      ...{ protocolVersion: reads.protocolVersion, again: sql<number>`${reads.repeats} IS NOT NULL` },
    })
    .from(reads)
    .where(inArray(reads.caseId, ids))
    .orderBy(asc(reads.id))
    .all();
  const byCase = Map.groupBy(found, ({ one }) => one);
  return casesToPlan(on, ids).map(({ id, number, kind }) => ({
    ...{ id, number, kind, alias: `Case ${String(number)}` },
    reads: (byCase.get(id) ?? []).map((row) => ({
      read: idOf<ReadId>(row.read),
      reader:
        row.user === null
          ? { kind: 'slot', label: row.label ?? 'Reader', source: row.source ?? 'unknown source' }
          : { kind: 'person', user: idOf<UserId>(row.user) },
      state: v.parse(State, row.state),
      blinding: v.parse(v.picklist(BLINDINGS), row.blinding),
      interchangeable: row.raters === 'interchangeable',
      protocolVersion: row.protocolVersion,
      again: row.again === 1,
    })),
  }));
}

const State = v.picklist(['draft', 'submitted', ...ENDINGS]);

export const caseQuery = (on: Source, { project, behind, limit }: CasePage) =>
  on
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.projectId, project), eq(cases.state, 'ready'), gt(cases.number, behind)))
    .orderBy(asc(cases.number))
    .limit(limit);
