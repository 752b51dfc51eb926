/** How a project stands for its lead: counts, and what waits. Never which reads agree. */
import type { ReadingCounts, ReadingNeeds } from '#contract/overview.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { Store } from '#server/store/database.ts';
import { casesToLookAt, countsByState, hasCases, unaskedCases, type CaseCounts } from '#server/store/project-counts.ts';
import { shownExamples } from '#server/store/protocols.ts';

/** More than these are not named or counted on a page that only says what waits. */
const SHOWN = 20;
const COUNTED = 1000;

export function countsOf({ db }: Store, actor: Actor, project: ProjectId): Result<ReadingCounts, Refusal> {
  if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
  return ok(summed(countsByState(db, project)));
}

export function waitingIn({ db }: Store, actor: Actor, project: ProjectId): Result<ReadingNeeds, Refusal> {
  if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
  const but = shownExamples(db, project).map((example) => example.case);
  return ok({
    empty: !hasCases(db, project),
    toLookAt: casesToLookAt(db, project, SHOWN),
    unasked: unaskedCases(db, { project, but, limit: COUNTED }),
  });
}

function summed(rows: readonly CaseCounts[]): ReadingCounts {
  const sum = (of: Exclude<keyof CaseCounts, 'state'>): number => rows.reduce((total, row) => total + row[of], 0);
  const inState = (state: CaseCounts['state']): number => rows.find((row) => row.state === state)?.cases ?? 0;
  const [cases, assigned, reads, readsIn, allIn] = [
    sum('cases'),
    sum('assigned'),
    sum('reads'),
    sum('readsIn'),
    sum('allIn'),
  ];
  const states = { ready: inState('ready'), excluded: inState('excluded'), awaitingLook: inState('awaiting-look') };
  return { cases, ...states, assigned, reads, readsIn, allIn };
}
