/** What a lead does about who reads what: plans, single reads, dates, and what is known of the readers. */
import type {
  Applied,
  AppliedPlan,
  AssignmentPage,
  BatchProgress,
  DatesMoved,
  EndingRequest,
  MovedDates,
  Plan,
  PlanPreview,
  ReaderNote,
} from '#contract/assignments.ts';
import type { ReadingCounts, ReadingNeeds } from '#contract/overview.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { BatchId, ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { AssignedCase } from '#domain/reading/assignment/assigned-case.ts';
import { casesWithReads } from '#server/store/assigned-cases.ts';
import { isLate, progressIn } from '#server/store/batches.ts';
import { profilesIn, putProfile, type ReaderProfile } from '#server/store/planning.ts';
import { moveDates, setDate } from './dates.ts';
import { end, type EndPorts } from './ending.ts';
import { applyPlan, preview } from './planning.ts';
import { isReaderOf } from './single-reads.ts';
import { countsOf, waitingIn } from './standing.ts';

/** Cases on one page of the lead. */
const PAGE = 50;

export interface AssignmentService {
  preview(actor: Actor, project: ProjectId, plan: Plan): Promise<Result<PlanPreview, Refusal>>;
  apply(actor: Actor, project: ProjectId, plan: AppliedPlan): Promise<Result<Applied, Refusal>>;
  counts(actor: Actor, project: ProjectId): Result<ReadingCounts, Refusal>;
  needs(actor: Actor, project: ProjectId): Result<ReadingNeeds, Refusal>;
  /** Batch by batch, what is due first at the top. */
  progress(actor: Actor, project: ProjectId): Result<BatchProgress[], Refusal>;
  /** @param behind the number of a case; the page begins with the next one. */
  page(actor: Actor, project: ProjectId, behind: number): Result<AssignmentPage, Refusal>;
  setDue(
    actor: Actor,
    of: { readonly project: ProjectId; readonly batch: BatchId },
    dueAt: Instant | null,
  ): Result<null, Refusal>;
  /** Of what some readers have open. */
  moveDates(actor: Actor, project: ProjectId, request: MovedDates): Result<DatesMoved, Refusal>;
  end(
    actor: Actor,
    of: { readonly project: ProjectId; readonly read: ReadId },
    request: EndingRequest,
  ): Promise<Result<{ ended: number }, Refusal>>;
  profiles(actor: Actor, project: ProjectId): Result<ReaderProfile[], Refusal>;
  note(
    actor: Actor,
    of: { readonly project: ProjectId; readonly user: UserId },
    note: ReaderNote,
  ): Result<null, Refusal>;
}

export function createAssignmentService(ports: EndPorts): AssignmentService {
  const { store, ledger, now } = ports;
  const may = (actor: Actor, project: ProjectId): boolean => can(actor, 'read.assign', { kind: 'project', project });
  return {
    preview: (actor, project, plan) => preview(ports, actor, { project, plan }),
    apply: (actor, project, plan) => applyPlan(ports, actor, { project, plan }),
    counts: (actor, project) => countsOf(store, actor, project),
    needs: (actor, project) => waitingIn(ports, actor, project),
    progress(actor, project) {
      if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      return ok(progressOf(progressIn(store.db, project), now()));
    },
    page(actor, project, behind) {
      if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      const found = casesWithReads(store.db, { project, behind, limit: PAGE + 1 });
      const cases = found.slice(0, PAGE).map((one) => withoutOwnRepeats(one, actor));
      return ok({ cases, next: found.length > PAGE ? (cases.at(-1)?.number ?? null) : null });
    },
    setDue: (actor, of, dueAt) => setDate(ports, actor, { ...of, dueAt }),
    moveDates: (actor, project, request) => moveDates(ports, actor, { project, request }),
    end: (actor, of, request) => end(ports, actor, { ...of, request }),
    profiles: (actor, project) =>
      may(actor, project) ? ok(profilesIn(store.db, project)) : err(refusal('not-allowed')),
    note(actor, { project, user }, note) {
      if (!may(actor, project)) return err(refusal('not-allowed'));
      if (!isReaderOf(store, user, project)) return err(refusal('not-found'));
      return store.transact((tx) => {
        putProfile(tx, project, { user, ...note });
        const payload = { user, ...note };
        ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'reader-noted', payload });
        return ok(null);
      });
    },
  };
}

/** A lead who reads does not learn which of their own reads is a repeat. */
const withoutOwnRepeats = (one: AssignedCase, { user }: Actor): AssignedCase => ({
  ...one,
  reads: one.reads.filter(({ again, reader }) => !again || reader.kind !== 'person' || reader.user !== user),
});

function progressOf(rows: ReturnType<typeof progressIn>, at: Instant): BatchProgress[] {
  return [...Map.groupBy(rows, ({ batch }) => batch.id)].flatMap(([id, own]) => {
    const [first] = own;
    if (!first) return [];
    const { name, dueAt, veiled } = first.batch;
    const late = isLate(first.batch, at) && own.some(({ open }) => open > 0);
    const readers = own.map(({ user, open, submitted }) => ({ user, open, submitted }));
    return [{ id, name, dueAt, late, veiled, readers }];
  });
}
