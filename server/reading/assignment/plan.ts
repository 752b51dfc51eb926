/**
 * Working out a plan against what is in the store. The preview and the application go through here with the same request, so
 * that the digest of the one is the digest of the other unless something changed in between.
 */
import { createHash } from 'node:crypto';
import type { Plan } from '#contract/assignments.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { CaseId, ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import {
  assignmentPlan,
  type AssignmentPlan,
  type PlannedCase,
  type PlannedRead,
} from '#domain/reading/assignment/assignment-plan.ts';
import type { Database, Transaction } from '#server/store/database.ts';
import { knownReads, plannableCases, profilesIn, type ReaderProfile } from '#server/store/planning.ts';
import { membersOf } from '#server/store/projects.ts';
import { currentProtocol, shownExamples, type ProtocolVersion } from '#server/store/protocols.ts';

/** One plan is one transaction, and nothing else is done for about a second. A larger study is planned in several batches. */
const MOST_READS = 10_000;

export interface WorkedOut {
  readonly protocol: ProtocolVersion;
  readonly cases: readonly PlannedCase[];
  readonly readers: readonly UserId[];
  readonly profiles: ReadonlyMap<UserId, ReaderProfile>;
  readonly plan: AssignmentPlan;
  /** What there is to ask for: without the reads that exist already. */
  readonly fresh: readonly PlannedRead[];
  /** Drafts of the same people that ended: they go on. By case and reader. */
  readonly ended: ReadonlyMap<string, ReadId>;
  readonly digest: string;
}

export function workedOut(on: Database | Transaction, project: ProjectId, plan: Plan): Result<WorkedOut, Refusal> {
  const protocol = currentProtocol(on, project);
  if (!protocol) return err(refusal('protocol-missing'));
  const readers = [...new Set(plan.readers)];
  const problem = problemWith(on, project, { readers, plan });
  if (problem) return err(problem);
  const { design } = plan;
  const but = shownExamples(on, project).map((example) => example.case);
  const cases = plannableCases(on, { project, ...plan, but, limit: MOST_READS + 1 });
  const perCase = design.kind === 'crossed' ? readers.length : design.perCase;
  if (cases.length === 0) return err(refusal('nothing-selected'));
  if (cases.length * perCase > MOST_READS) return err(refusal('plan-too-large', { most: MOST_READS }));
  const profiles = new Map(profilesIn(on, project).map((profile) => [profile.user, profile]));
  const order = protocol.content.readingOrder ?? { kind: 'fixed' };
  const planned = assignmentPlan(
    cases,
    readers.map((user) => ({ user, expertise: profiles.get(user)?.expertise ?? [] })),
    { ...plan, order },
  );
  const known = Map.groupBy(knownReads(on, project, plan), ({ ended }) => ended);
  const pairs = (ended: boolean): Map<string, ReadId> =>
    new Map(known.get(ended)?.map(({ case: one, user, read }) => [pairText(one, user), read]));
  const there = pairs(false);
  const fresh = planned.reads.filter(({ case: one, reader }) => !there.has(pairText(one.id, reader)));
  return ok({ protocol, cases, readers, profiles, plan: planned, fresh, ended: pairs(true), digest: digestOf(fresh) });
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

export const pairText = (one: CaseId, user: UserId): string => `${one} ${user}`;

const digestOf = (reads: readonly PlannedRead[]): string =>
  createHash('sha256')
    .update(canonicalJson(reads.map(({ case: one, reader, place, again }) => [one.id, reader, place, again])))
    .digest('hex');
