/** Sessions, their seats and cases, and the ballot box. */
import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import {
  idOf,
  type CaseId,
  type ItemId,
  type ProjectId,
  type Seat,
  type SessionId,
  type UserId,
} from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { FieldValueSchema } from '#domain/protocol/field.ts';
import type { ItemContent, SealedBallot, SeatedPerson } from '#domain/session/event.ts';
import { SESSION_ROLES, type SessionRole } from '#domain/session/view.ts';
import type { Database, Transaction } from './database.ts';
import { ballots, sessionCases, sessionItems, sessions, sessionSeats } from './schema/session.ts';

type Source = Database | Transaction;

export interface SessionRow {
  readonly id: SessionId;
  readonly project: ProjectId;
  readonly title: string;
  readonly scheduledAt: Instant;
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
}

export interface NewSession {
  readonly id: SessionId;
  readonly project: ProjectId;
  readonly title: string;
  readonly at: Instant;
  readonly people: readonly SeatedPerson[];
  readonly items: readonly ItemContent[];
}

export function insertSession(tx: Transaction, { id, project, title, at, people, items }: NewSession): void {
  tx.insert(sessions).values({ id, projectId: project, title, scheduledAt: at }).run();
  for (const person of people) insertSeat(tx, id, person);
  for (const caseId of new Set(items.map((item) => item.case)))
    tx.insert(sessionCases).values({ sessionId: id, caseId }).run();
  for (const item of items)
    tx.insert(sessionItems)
      .values({
        sessionId: id,
        itemId: item.id,
        caseId: item.case,
        about: JSON.stringify(aboutOf(item)),
        sealed: false,
      })
      .run();
}

/** Ids of the lesions in question; of a case as a whole, of its reads. */
const aboutOf = ({ finding, reads }: ItemContent): string[] =>
  finding ? reads.flatMap(({ lesion }) => (lesion ? [lesion.id] : [])) : reads.map(({ read }) => read);

export function setItemSealed(tx: Transaction, session: SessionId, item: ItemId): void {
  const one = and(eq(sessionItems.sessionId, session), eq(sessionItems.itemId, item));
  tx.update(sessionItems).set({ sealed: true }).where(one).run();
}

export function insertSeat(tx: Transaction, session: SessionId, { user, seat, role }: SeatedPerson): void {
  tx.insert(sessionSeats).values({ sessionId: session, userId: user, seat, role }).run();
}

export function setSessionOpened(tx: Transaction, id: SessionId, at: Instant): void {
  tx.update(sessions).set({ openedAt: at }).where(eq(sessions.id, id)).run();
}

export function setSessionClosed(tx: Transaction, id: SessionId, at: Instant): void {
  tx.update(sessions).set({ closedAt: at }).where(eq(sessions.id, id)).run();
}

/** The newest first. */
export const sessionsOfProject = (on: Source, project: ProjectId): SessionRow[] =>
  on
    .select()
    .from(sessions)
    .where(eq(sessions.projectId, project))
    .orderBy(desc(sessions.scheduledAt), desc(sessions.id))
    .all()
    .map(rowOf);

/** Sessions in which this person has a seat, with the role, the newest first. */
export const sessionsOfUser = (on: Source, user: UserId): (SessionRow & { readonly role: SessionRole })[] =>
  on
    .select({ row: sessions, role: sessionSeats.role })
    .from(sessionSeats)
    .innerJoin(sessions, eq(sessions.id, sessionSeats.sessionId))
    .where(eq(sessionSeats.userId, user))
    .orderBy(desc(sessions.scheduledAt), desc(sessions.id))
    .all()
    .map(({ row, role }) => ({ ...rowOf(row), role: v.parse(v.picklist(SESSION_ROLES), role) }));

export interface ItemRow {
  readonly session: SessionId;
  readonly title: string;
  readonly case: CaseId;
  /** Ids of the lesions in question; of a case as a whole, of its reads. */
  readonly about: readonly string[];
  readonly sealed: boolean;
}

/** Items that are sealed or may still be: what was left open when its session closed is not among them. The newest session first. */
export const itemsOfProject = (on: Source, project: ProjectId): ItemRow[] =>
  on
    .select({ item: sessionItems, title: sessions.title })
    .from(sessionItems)
    .innerJoin(sessions, eq(sessions.id, sessionItems.sessionId))
    .where(and(eq(sessions.projectId, project), or(sessionItems.sealed, isNull(sessions.closedAt))))
    .orderBy(desc(sessions.scheduledAt), desc(sessions.id))
    .all()
    .map(({ item, title }) => ({
      ...{ session: idOf<SessionId>(item.sessionId), title, case: idOf<CaseId>(item.caseId), sealed: item.sealed },
      about: v.parse(v.array(v.string()), JSON.parse(item.about)),
    }));

const A_DAY_MS = 86_400_000;

/**
 * Sessions of which something may still have to be shown: those that are not closed, and those closed within a day before the
 * last closing of all. The server may have died right after that, and been away for however long.
 */
export const liveSessions = (on: Source): SessionId[] =>
  on
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      or(
        isNull(sessions.closedAt),
        gt(sessions.closedAt, sql`(SELECT max(${sessions.closedAt}) FROM ${sessions}) - ${A_DAY_MS}`),
      ),
    )
    .all()
    .map(({ id }) => idOf<SessionId>(id));

/** Whether this person chairs or votes in a session about this case that is not closed: inside the blind set until then. */
export const deliberatesOver = (on: Source, user: UserId, caseId: CaseId): boolean =>
  on
    .select({ id: sessions.id })
    .from(sessionCases)
    .innerJoin(sessionSeats, eq(sessionSeats.sessionId, sessionCases.sessionId))
    .innerJoin(sessions, eq(sessions.id, sessionCases.sessionId))
    .where(
      and(
        eq(sessionCases.caseId, caseId),
        eq(sessionSeats.userId, user),
        inArray(sessionSeats.role, ['chair', 'panellist']),
        isNull(sessions.closedAt),
      ),
    )
    .limit(1)
    .get() !== undefined;

/** Whether the case is on the agenda of a session that is not closed. */
export const isBeforePanel = (on: Source, caseId: CaseId): boolean =>
  on
    .select({ id: sessions.id })
    .from(sessionCases)
    .innerJoin(sessions, eq(sessions.id, sessionCases.sessionId))
    .where(and(eq(sessionCases.caseId, caseId), isNull(sessions.closedAt)))
    .limit(1)
    .get() !== undefined;

/** Whether this person has a seat in a session that has this case on its agenda. */
export const sitsOverCase = (on: Source, user: UserId, caseId: CaseId): boolean =>
  on
    .select({ id: sessionCases.sessionId })
    .from(sessionCases)
    .innerJoin(sessionSeats, eq(sessionSeats.sessionId, sessionCases.sessionId))
    .where(and(eq(sessionCases.caseId, caseId), eq(sessionSeats.userId, user)))
    .limit(1)
    .get() !== undefined;

/** Cases on the agendas of sessions in which this person has a seat. */
export const casesSatOver = (on: Source, user: UserId): CaseId[] =>
  on
    .selectDistinct({ id: sessionCases.caseId })
    .from(sessionCases)
    .innerJoin(sessionSeats, eq(sessionSeats.sessionId, sessionCases.sessionId))
    .where(eq(sessionSeats.userId, user))
    .all()
    .map(({ id }) => idOf<CaseId>(id));

export const casesOfSession = (on: Source, session: SessionId): CaseId[] =>
  on
    .select({ id: sessionCases.caseId })
    .from(sessionCases)
    .where(eq(sessionCases.sessionId, session))
    .all()
    .map(({ id }) => idOf<CaseId>(id));

/** Puts a ballot into the box, in the place of an earlier one of the same seat on the same question. */
export function putBallot(tx: Transaction, session: SessionId, ballot: SealedBallot): void {
  const { item, round, stage, seat, castAt, reason, clause, nonce } = ballot;
  const said = { answer: canonicalJson(ballot.answer), reason, clause, nonce, castAt };
  tx.insert(ballots)
    .values({ sessionId: session, itemId: item, round, stage, seat, ...said })
    .onConflictDoUpdate({
      target: [ballots.sessionId, ballots.itemId, ballots.round, ballots.stage, ballots.seat],
      set: said,
    })
    .run();
}

/** All ballots of one round of one item, by stage and seat. */
export const ballotsOfRound = (
  on: Source,
  session: SessionId,
  { item, round }: { readonly item: ItemId; readonly round: number },
): SealedBallot[] =>
  on
    .select()
    .from(ballots)
    .where(and(eq(ballots.sessionId, session), eq(ballots.itemId, item), eq(ballots.round, round)))
    .orderBy(asc(ballots.stage), asc(ballots.seat))
    .all()
    .map(ballotOf);

const rowOf = (row: typeof sessions.$inferSelect): SessionRow => ({
  id: idOf<SessionId>(row.id),
  project: idOf<ProjectId>(row.projectId),
  title: row.title,
  scheduledAt: instantOf(row.scheduledAt),
  openedAt: row.openedAt === null ? null : instantOf(row.openedAt),
  closedAt: row.closedAt === null ? null : instantOf(row.closedAt),
});

const ballotOf = (row: typeof ballots.$inferSelect): SealedBallot => ({
  item: idOf<ItemId>(row.itemId),
  round: row.round,
  stage: row.stage,
  seat: idOf<Seat>(row.seat),
  answer: v.parse(v.nullable(FieldValueSchema), JSON.parse(row.answer)),
  reason: row.reason,
  clause: row.clause,
  nonce: row.nonce,
  castAt: instantOf(row.castAt),
});
