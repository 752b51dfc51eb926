/** A lead plans who reads what: looks at the plan first, then applies exactly that plan, all of it or nothing. */
import type { Applied, AppliedPlan, Plan, PlannedShare, PlanPreview } from '#contract/assignments.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { BatchId, ProjectId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { balanceOf, caseRange, leastDifference, pairRange, type Balance } from '#domain/reading/assignment/balance.ts';
import { insertBatch } from '#server/store/batches.ts';
import type { Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import { insertDraftsIn, type NewRead } from '#server/store/reads.ts';
import { askForRead, blindingBy, draftFor, type AskPorts, type Asking } from './ask.ts';
import { pairText, workedOut, type WorkedOut } from './plan.ts';

const SHOWN_SHORT = 20;

interface Planning<P extends Plan> {
  readonly project: ProjectId;
  readonly plan: P;
}

export function preview(
  ports: AskPorts,
  actor: Actor,
  { project, plan }: Planning<Plan>,
): Result<PlanPreview, Refusal> {
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  const worked = workedOut(ports.store.db, project, plan);
  return worked.ok ? ok(previewOf(worked.value, plan, blindingBy(ports, project))) : worked;
}

/** Refuses with `version-conflict` when the plan is not any more what its preview showed. */
export function applyPlan(
  ports: AskPorts,
  actor: Actor,
  { project, plan }: Planning<AppliedPlan>,
): Result<Applied, Refusal> {
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  const at = ports.now();
  const blindingOf = blindingBy(ports, project);
  return ports.store.transact((tx) => {
    const worked = workedOut(tx, project, plan);
    if (!worked.ok) return worked;
    const { protocol, fresh, digest } = worked.value;
    if (digest !== plan.digest) return err(refusal('version-conflict'));
    if (fresh.length === 0) return err(refusal('nothing-selected'));
    const batch = newId<BatchId>();
    const veiled = fresh.some(({ again }) => again);
    insertBatch(tx, { id: batch, project, name: plan.name, dueAt: plan.dueAt, veiled, createdAt: at });
    const { protocol: id, version, hash } = protocol;
    const citation = { protocol: id, version, hash };
    // With the request and the seed anybody can work out the plan again, and the digest says whether it is the same.
    const payload = { ...plan, batch, protocol: citation, reads: fresh.length };
    ports.ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'reads-planned', payload });
    askForAll(ports, tx, {
      worked: worked.value,
      batch,
      asking: { by: actor.user, at, protocol: citation, blindingOf },
    });
    return ok({ batch, assigned: fresh.length });
  });
}

interface AskingAll {
  readonly worked: WorkedOut;
  readonly batch: BatchId;
  readonly asking: Asking;
}

/** In the order of every reader's list, so that a read comes before its repeat. */
function askForAll(ports: AskPorts, tx: Transaction, { worked, batch, asking }: AskingAll): void {
  const firsts = new Map(worked.ended);
  const drafts: NewRead[] = [];
  for (const { case: one, reader: user, place, again } of worked.fresh) {
    const pair = pairText(one.id, user);
    const standing = { batch, place, kind: one.kind };
    const asked = { case: one.id, user, standing };
    if (!again && worked.ended.has(pair)) {
      askForRead(ports, tx, { asking, asked });
      continue;
    }
    const read = draftFor(asking, asked, again ? firsts.get(pair) : undefined);
    if (!again) firsts.set(pair, read.id);
    drafts.push({ read, assignedAt: asking.at, standing });
  }
  insertDraftsIn(tx, batch, drafts);
  tellCases(ports, tx, { drafts, batch, asking });
}

/** One event for each case, with everybody who was asked to read it. */
function tellCases(
  { ledger }: AskPorts,
  tx: Transaction,
  { drafts, batch, asking }: Pick<AskingAll, 'batch' | 'asking'> & { readonly drafts: readonly NewRead[] },
): void {
  for (const [one, own] of Map.groupBy(drafts, ({ read }) => read.case)) {
    const reads = own.map(({ read: { id, reader, blinding, repeats } }) => ({
      read: id,
      reader: reader.kind === 'person' ? reader.user : null,
      blinding,
      ...(repeats && { repeats }),
    }));
    const payload = { batch, protocol: { ...asking.protocol }, reads };
    ledger.append(tx, { actor: asking.by, stream: `case:${one}`, type: 'reads-assigned', payload });
  }
}

function previewOf(worked: WorkedOut, { design }: Plan, blindingOf: Asking['blindingOf']): PlanPreview {
  const { cases, readers, plan, fresh, digest } = worked;
  const balance = balanceOf(plan.blocks, readers.length);
  const perCase = design.kind === 'crossed' ? readers.length : design.perCase;
  const short = cases.filter((_, i) => (plan.blocks[i]?.length ?? 0) < perCase);
  return {
    digest,
    cases: cases.length,
    reads: fresh.length,
    repeats: fresh.filter(({ again }) => again).length,
    existing: plan.reads.length - fresh.length,
    kinds: [...Map.groupBy(cases, ({ kind }) => kind)].map(([kind, of]) => ({ kind, cases: of.length })),
    readers: readers.map((user, at) => shareOf(worked, { user, cases: balance.cases[at] ?? 0 }, blindingOf)),
    caseRange: caseRange(balance),
    pairRange: pairRange(balance),
    least:
      design.kind === 'expertise' ? null : leastDifference({ readers: readers.length, perCase, cases: cases.length }),
    short: { count: short.length, numbers: short.slice(0, SHOWN_SHORT).map(({ number }) => number) },
    sameInstitution: sameInstitution(worked, balance),
  };
}

function shareOf(
  { fresh }: WorkedOut,
  { user, cases }: Pick<PlannedShare, 'user' | 'cases'>,
  blindingOf: Asking['blindingOf'],
): PlannedShare {
  const own = fresh.filter(({ reader }) => reader === user);
  return {
    user,
    cases,
    repeats: own.filter(({ again }) => again).length,
    informed: own.filter(({ case: one }) => blindingOf(user, one.id) === 'informed').length,
  };
}

/** Two readers of one house may have learned to see alike, and know each other's habits. */
function sameInstitution({ readers, profiles }: WorkedOut, { together }: Balance): PlanPreview['sameInstitution'] {
  const houses = readers.map((user) => profiles.get(user)?.institution ?? '');
  const house = (at: number): string => (houses[at] ?? '').toLowerCase();
  return readers.flatMap((a, i) =>
    readers.flatMap((b, j) => {
      const cases = together[i]?.[j] ?? 0;
      const alike = house(i) !== '' && house(i) === house(j);
      return j > i && cases > 0 && alike ? [{ institution: houses[i] ?? '', readers: [a, b], cases }] : [];
    }),
  );
}
