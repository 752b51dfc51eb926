/** Working out a plan: the part that takes time and needs nothing of the store, so that it can be done beside the event loop. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { CaseId, UserId } from '#domain/kernel/id.ts';
import {
  assignmentPlan,
  type PlannedCase,
  type PlannedRead,
  type PlannedReader,
  type PlanRequest,
} from '#domain/reading/assignment/assignment-plan.ts';
import type { Blocks } from '#domain/reading/assignment/balance.ts';

export interface PlanJob {
  readonly cases: readonly PlannedCase[];
  readonly readers: readonly PlannedReader[];
  readonly request: PlanRequest;
  /** Who reads which case already. */
  readonly there: readonly string[];
}

export interface WorkedOut {
  readonly blocks: Blocks;
  /** What there is to ask for: without the reads that exist already. */
  readonly fresh: readonly PlannedRead[];
  readonly existing: number;
  /** SHA-256 of who reads what in which place. */
  readonly digest: string;
}

export function workedOut({ cases, readers, request, there }: PlanJob): WorkedOut {
  const { blocks, reads } = assignmentPlan(cases, readers, request);
  const known = new Set(there);
  const fresh = reads.filter(({ case: one, reader }) => !known.has(pairText(one.id, reader)));
  return { blocks, fresh, existing: reads.length - fresh.length, digest: digestOf(fresh) };
}

export const pairText = (one: CaseId, user: UserId): string => `${one} ${user}`;

const digestOf = (reads: readonly PlannedRead[]): string =>
  createHash('sha256')
    .update(canonicalJson(reads.map(({ case: one, reader, place, again }) => [one.id, reader, place, again])))
    .digest('hex');
