/** Cases in the store: one per study and project, with their state and clinical context. */
import { and, asc, eq, gte, inArray, max } from 'drizzle-orm';
import * as v from 'valibot';
import { CASE_STATES, ClinicalContextSchema, type CaseState, type ClinicalContext } from '#domain/ingest/case.ts';
import { idOf, type CaseId, type ProjectId, type StudyId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Database, Transaction } from './database.ts';
import { newId } from './ids.ts';
import { cases, imports } from './schema/ingest.ts';

type Source = Database | Transaction;

export interface Case {
  readonly id: CaseId;
  readonly project: ProjectId;
  readonly study: StudyId;
  readonly number: number;
  /** "Case 14". */
  readonly alias: string;
  readonly state: CaseState;
  readonly lookReason: string;
  readonly context: ClinicalContext;
  readonly createdAt: Instant;
}

export function caseById(on: Source, id: CaseId): Case | undefined {
  const row = on.select().from(cases).where(eq(cases.id, id)).get();
  return row && caseOf(row);
}

export const casesById = (on: Source, ids: readonly CaseId[]): Case[] =>
  on
    .select()
    .from(cases)
    .where(inArray(cases.id, [...ids]))
    .orderBy(asc(cases.number))
    .all()
    .map(caseOf);

export const casesOfProject = (on: Source, project: ProjectId): Case[] =>
  on.select().from(cases).where(eq(cases.projectId, project)).orderBy(asc(cases.number)).all().map(caseOf);

export interface CasesAsked {
  readonly project: ProjectId;
  /** Null for cases in whatever state. */
  readonly state: CaseState | null;
  /** The least number. */
  readonly from: number;
  readonly limit: number;
}

/** In the order of their numbers. */
export const casesFrom = (on: Source, asked: CasesAsked): Case[] => casesFromQuery(on, asked).all().map(caseOf);

/** For the page, and for a look at how SQLite goes about it. */
export const casesFromQuery = (on: Source, { project, state, from, limit }: CasesAsked) =>
  on
    .select()
    .from(cases)
    .where(and(eq(cases.projectId, project), state ? eq(cases.state, state) : undefined, gte(cases.number, from)))
    .orderBy(asc(cases.number))
    .limit(limit);

export function caseNumbered(on: Source, project: ProjectId, number: number): Case | undefined {
  const one = and(eq(cases.projectId, project), eq(cases.number, number));
  const row = on.select().from(cases).where(one).get();
  return row && caseOf(row);
}

export function caseOfStudy(on: Source, study: StudyId): Case | undefined {
  const row = on.select().from(cases).where(eq(cases.studyId, study)).get();
  return row && caseOf(row);
}

export interface NewCase {
  readonly project: ProjectId;
  readonly study: StudyId;
  /** Empty when nobody has to look first. */
  readonly lookReason: string;
  readonly at: Instant;
}

export function insertCase(tx: Transaction, { project, study, lookReason, at }: NewCase): CaseId {
  const last = tx
    .select({ number: max(cases.number) })
    .from(cases)
    .where(eq(cases.projectId, project))
    .get();
  const id = newId<CaseId>();
  const state: CaseState = lookReason === '' ? 'ready' : 'awaiting-look';
  const number = (last?.number ?? 0) + 1;
  tx.insert(cases)
    .values({ id, projectId: project, studyId: study, number, state, lookReason, context: '{}', createdAt: at })
    .run();
  return id;
}

export function setCaseState(tx: Transaction, id: CaseId, state: CaseState, lookReason: string): void {
  tx.update(cases).set({ state, lookReason }).where(eq(cases.id, id)).run();
}

export function setCaseContext(tx: Transaction, id: CaseId, context: ClinicalContext): void {
  tx.update(cases)
    .set({ context: JSON.stringify(context) })
    .where(eq(cases.id, id))
    .run();
}

export function insertImport(
  tx: Transaction,
  row: { project: ProjectId; by: UserId | null; at: Instant; summary: object },
): void {
  tx.insert(imports)
    .values({ id: newId(), projectId: row.project, by: row.by, at: row.at, summary: JSON.stringify(row.summary) })
    .run();
}

/** The ready case of a project a study belongs to, if it is ready. */
export const readyCases = (on: Source, project: ProjectId): Case[] =>
  on
    .select()
    .from(cases)
    .where(and(eq(cases.projectId, project), eq(cases.state, 'ready')))
    .orderBy(asc(cases.number))
    .all()
    .map(caseOf);

const caseOf = (row: typeof cases.$inferSelect): Case => ({
  id: idOf<CaseId>(row.id),
  project: idOf<ProjectId>(row.projectId),
  study: idOf<StudyId>(row.studyId),
  number: row.number,
  alias: `Case ${String(row.number)}`,
  state: v.parse(v.picklist(CASE_STATES), row.state),
  lookReason: row.lookReason,
  context: v.parse(ClinicalContextSchema, JSON.parse(row.context)),
  createdAt: instantOf(row.createdAt),
});
