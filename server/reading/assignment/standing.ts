/** How a project stands for its lead: counts, and what waits. Never which reads agree. */
import type { ReadingCounts, ReadingNeeds } from '#contract/overview.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { isLate, progressIn, type Progress } from '#server/store/batches.ts';
import type { Store } from '#server/store/database.ts';
import { caseCounts, casesToLookAt, hasCases, unaskedCases, type CaseCount } from '#server/store/project-counts.ts';
import { shownExamples } from '#server/store/protocols.ts';

/** More than these are not named or counted on a page that only says what waits. */
const SHOWN = 20;
const COUNTED = 1000;

export function countsOf({ db }: Store, actor: Actor, project: ProjectId): Result<ReadingCounts, Refusal> {
  if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
  return ok(summed(caseCounts(db, project)));
}

export function waitingIn(
  { store: { db }, now }: { readonly store: Store; readonly now: () => Instant },
  actor: Actor,
  project: ProjectId,
): Result<ReadingNeeds, Refusal> {
  if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
  const but = shownExamples(db, project).map((example) => example.case);
  return ok({
    empty: !hasCases(db, project),
    toLookAt: casesToLookAt(db, project, SHOWN),
    unasked: unaskedCases(db, { project, but, limit: COUNTED }),
    late: lateIn(progressIn(db, project), now()),
  });
}

const lateIn = (progress: readonly Progress[], at: Instant): number =>
  progress.reduce((sum, { batch, open }) => sum + (isLate(batch, at) ? open : 0), 0);

function summed(groups: readonly CaseCount[]): ReadingCounts {
  const sum = (of: (group: CaseCount) => number): number => groups.reduce((total, group) => total + of(group), 0);
  const casesWhere = (holds: (group: CaseCount) => boolean): number => sum((group) => (holds(group) ? group.cases : 0));
  return {
    cases: sum(({ cases }) => cases),
    awaitingLook: casesWhere(({ state }) => state === 'awaiting-look'),
    excluded: casesWhere(({ state }) => state === 'excluded'),
    ready: casesWhere(({ state }) => state === 'ready'),
    assigned: casesWhere(({ reads }) => reads > 0),
    reads: sum(({ cases, reads }) => cases * reads),
    readsIn: sum(({ cases, readsIn }) => cases * readsIn),
    allIn: casesWhere(({ reads, readsIn }) => reads >= 2 && reads === readsIn),
  };
}
