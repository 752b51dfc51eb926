/**
 * What a plan is worked out from. The preview and the application go through here with the same request, so that the digest of the
 * one is the digest of the other unless something changed in between.
 */
import type { Plan } from '#contract/assignments.ts';
import type { ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { PlannedCase } from '#domain/reading/assignment/assignment-plan.ts';
import type { Database, Transaction } from '#server/store/database.ts';
import { knownReads, plannableCases, profilesIn, type ReaderProfile } from '#server/store/planning.ts';
import { membersOf } from '#server/store/projects.ts';
import { currentProtocol, shownExamples, type ProtocolVersion } from '#server/store/protocols.ts';
import { pairText, type PlanJob } from './plan-job.ts';

/** One plan is one transaction, and nothing else is done for about a second. A larger study is planned in several batches. */
const MOST_READS = 10_000;

/** What a plan is made from, as the store has it at one moment of its ledger. */
export interface PlanGround {
  readonly protocol: ProtocolVersion;
  readonly profiles: ReadonlyMap<UserId, ReaderProfile>;
  /** Drafts of the same people that ended: they go on. By case and reader. */
  readonly ended: ReadonlyMap<string, ReadId>;
  readonly job: PlanJob;
}

export function groundOf(on: Database | Transaction, project: ProjectId, plan: Plan): Result<PlanGround, Refusal> {
  const protocol = currentProtocol(on, project);
  if (!protocol) return err(refusal('protocol-missing'));
  const readers = [...new Set(plan.readers)];
  const problem = problemWith(on, project, { readers, plan });
  if (problem) return err(problem);
  const cases = chosenCases(on, project, plan);
  if (!cases.ok) return cases;
  const profiles = new Map(profilesIn(on, project).map((profile) => [profile.user, profile]));
  // Of the cases of the plan only: the range that was asked for may hold a million.
  const range = { from: cases.value[0]?.number ?? 0, to: cases.value.at(-1)?.number ?? 0 };
  const known = Map.groupBy(knownReads(on, { project, unread: plan.unread, ...range }), ({ ended }) => ended);
  const pairs = (ended: boolean): [string, ReadId][] =>
    (known.get(ended) ?? []).map(({ case: one, user, read }) => [pairText(one, user), read]);
  const { design, seed, similarTogether, repeats } = plan;
  const job: PlanJob = {
    cases: cases.value,
    readers: readers.map((user) => ({ user, expertise: profiles.get(user)?.expertise ?? [] })),
    request: { design, seed, similarTogether, repeats, order: protocol.content.readingOrder ?? { kind: 'fixed' } },
    there: pairs(false).map(([pair]) => pair),
  };
  return ok({ protocol, profiles, ended: new Map(pairs(true)), job });
}

function chosenCases(on: Database | Transaction, project: ProjectId, plan: Plan): Result<PlannedCase[], Refusal> {
  const but = shownExamples(on, project).map((example) => example.case);
  const cases = plannableCases(on, { project, ...plan, but, limit: MOST_READS + 1 });
  const { design, repeats } = plan;
  const perCase = design.kind === 'crossed' ? new Set(plan.readers).size : design.perCase;
  if (cases.length === 0) return err(refusal('nothing-selected'));
  const most = cases.length * perCase * (1 + (repeats?.share ?? 0));
  return most > MOST_READS ? err(refusal('plan-too-large', { most: MOST_READS })) : ok(cases);
}

interface Asked {
  readonly readers: readonly UserId[];
  readonly plan: Plan;
}

function problemWith(on: Database | Transaction, project: ProjectId, { readers, plan }: Asked): Refusal | null {
  const members = new Set(membersOf(on, project).flatMap(({ user, role }) => (role === 'reader' ? [user] : [])));
  if (!readers.every((user) => members.has(user)))
    return refusal('bad-request', { readers: 'somebody is not a reader of the project' });
  const { design } = plan;
  return design.kind !== 'crossed' && design.perCase > readers.length
    ? refusal('bad-request', { design: 'a case cannot have more readers than there are' })
    : null;
}
