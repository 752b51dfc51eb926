/** How far a project is, from what is counted of its cases and their reads: nothing of what a case or a read says is loaded for it. */
import { and, asc, eq, gt, notInArray } from 'drizzle-orm';
import * as v from 'valibot';
import { CASE_STATES, type CaseState } from '#domain/ingest/case.ts';
import { idOf, type CaseId, type ProjectId } from '#domain/kernel/id.ts';
import type { Database, Transaction } from './database.ts';
import { caseCounts as kept, cases } from './schema/ingest.ts';

type Source = Database | Transaction;

/** How many cases there are in one state with so many reads, so many of them submitted. */
export interface CaseCount {
  readonly state: CaseState;
  readonly reads: number;
  readonly readsIn: number;
  readonly cases: number;
}

/** A few rows, however many cases: what `kept-counts.ts` keeps. */
export const caseCounts = (on: Source, project: ProjectId): CaseCount[] =>
  on
    .select()
    .from(kept)
    .where(and(eq(kept.projectId, project), gt(kept.cases, 0)))
    .all()
    .map(({ state, reads, readsIn, cases: number }) => ({
      ...{ reads, readsIn, cases: number },
      state: v.parse(v.picklist(CASE_STATES), state),
    }));

export const hasCases = (on: Source, project: ProjectId): boolean =>
  on.select({ id: cases.id }).from(cases).where(eq(cases.projectId, project)).limit(1).get() !== undefined;

/** The first cases that somebody has to look at. */
export const casesToLookAt = (
  on: Source,
  project: ProjectId,
  limit: number,
): { readonly id: CaseId; readonly alias: string }[] =>
  on
    .select({ id: cases.id, number: cases.number })
    .from(cases)
    .where(and(eq(cases.projectId, project), eq(cases.state, 'awaiting-look')))
    .orderBy(asc(cases.number))
    .limit(limit)
    .all()
    .map(({ id, number }) => ({ id: idOf<CaseId>(id), alias: `Case ${String(number)}` }));

export interface Unasked {
  readonly project: ProjectId;
  /** Never to be read: they are shown to readers. */
  readonly but: readonly CaseId[];
  readonly limit: number;
}

/** Ready cases nobody was asked to read, counted up to the limit. */
export const unaskedCases = (on: Source, unasked: Unasked): number => unaskedQuery(on, unasked).all().length;

export const unaskedQuery = (on: Source, { project, but, limit }: Unasked) =>
  on
    .select({ id: cases.id })
    .from(cases)
    .where(
      and(
        eq(cases.projectId, project),
        eq(cases.state, 'ready'),
        eq(cases.reads, 0),
        but.length > 0 ? notInArray(cases.id, [...but]) : undefined,
      ),
    )
    .limit(limit);
