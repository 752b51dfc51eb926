/** A lead plans who reads what: looks at the plan first, then applies exactly that plan, all of it or nothing. */
import type { Applied, AppliedPlan, Plan, PlannedShare, PlanPreview } from '#contract/assignments.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { BatchId, ProjectId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { PlannedRead } from '#domain/reading/assignment/assignment-plan.ts';
import { balanceOf, caseRange, leastDifference, pairRange, type Balance } from '#domain/reading/assignment/balance.ts';
import { insertBatch } from '#server/store/batches.ts';
import type { Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import type { Ledger, LedgerEvent } from '#server/store/ledger.ts';
import { insertDraftsIn, type NewRead } from '#server/store/reads.ts';
import { askForRead, blindingBy, draftFor, type AskPorts, type Asking } from './ask.ts';
import { pairText, type WorkedOut } from './plan-job.ts';
import { workedOutAside } from './plan-thread.ts';
import { groundOf, type PlanGround } from './plan.ts';

const SHOWN_SHORT = 20;

interface Planning<P extends Plan> {
  readonly project: ProjectId;
  readonly plan: P;
}

export async function preview(
  ports: AskPorts,
  actor: Actor,
  { project, plan }: Planning<Plan>,
): Promise<Result<PlanPreview, Refusal>> {
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  const ground = groundOf(ports.store.db, project, plan);
  if (!ground.ok) return ground;
  const worked = await workedOutAside(ground.value.job);
  return ok(previewOf({ ...ground.value, worked }, blindingBy(ports, project)));
}

/** How often a plan is worked out anew when something changes meanwhile. */
const TRIES = 3;

/** Refuses with `version-conflict` when the plan is not any more what its preview showed. */
export async function applyPlan(
  ports: AskPorts,
  actor: Actor,
  { project, plan }: Planning<AppliedPlan>,
): Promise<Result<Applied, Refusal>> {
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  const { store, ledger } = ports;
  for (let tries = 0; tries < TRIES; tries++) {
    const { seq } = ledger.head();
    const ground = groundOf(store.db, project, plan);
    if (!ground.ok) return ground;
    const worked = await workedOutAside(ground.value.job);
    if (worked.digest !== plan.digest) return err(refusal('version-conflict'));
    if (worked.fresh.length === 0) return err(refusal('nothing-selected'));
    const standing = { project, plan, ground: { ...ground.value, worked } };
    const applied = store.transact((tx) => (movedSince(ledger, seq) ? null : write(ports, tx, { actor, ...standing })));
    if (applied) return ok(applied);
  }
  return err(refusal('version-conflict'));
}

const AT_ONCE = 1000;

/** Whether anything happened that a plan is made from; what goes on in sessions and which reads come in is not. */
function movedSince(ledger: Ledger, seq: number): boolean {
  const events = ledger.readAfter(seq, AT_ONCE);
  const aside = ({ stream, type }: LedgerEvent): boolean =>
    /^(session|agreement|guest):/.test(stream) || type === 'read-submitted';
  return events.length === AT_ONCE || !events.every(aside);
}

interface Ground extends PlanGround {
  readonly worked: WorkedOut;
}

interface Writing extends Planning<AppliedPlan> {
  readonly actor: Actor;
  readonly ground: Ground;
}

function write(ports: AskPorts, tx: Transaction, { actor, project, plan, ground }: Writing): Applied {
  const at = ports.now();
  const { protocol, worked } = ground;
  const batch = newId<BatchId>();
  const veiled = worked.fresh.some(({ again }) => again);
  insertBatch(tx, { id: batch, project, name: plan.name, dueAt: plan.dueAt, veiled, createdAt: at });
  const { protocol: id, version, hash } = protocol;
  const citation = { protocol: id, version, hash };
  // With the request and the seed anybody can work out the plan again, and the digest says whether it is the same.
  const payload = { ...plan, batch, protocol: citation, reads: worked.fresh.length };
  ports.ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'reads-planned', payload });
  const asking = { by: actor.user, at, protocol: citation, blindingOf: blindingBy(ports, project) };
  askForAll(ports, tx, { ground, batch, asking });
  return { batch, assigned: worked.fresh.length };
}

interface AskingAll {
  readonly ground: Ground;
  readonly batch: BatchId;
  readonly asking: Asking;
}

/** In the order of every reader's list, so that a read comes before its repeat. */
function askForAll(ports: AskPorts, tx: Transaction, { ground, batch, asking }: AskingAll): void {
  const firsts = new Map(ground.ended);
  const drafts: NewRead[] = [];
  for (const { case: one, reader: user, place, again } of ground.worked.fresh) {
    const pair = pairText(one.id, user);
    const standing = { batch, place, kind: one.kind };
    const asked = { case: one.id, user, standing };
    if (!again && ground.ended.has(pair)) {
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
  const told = [...Map.groupBy(drafts, ({ read }) => read.case)].map(([one, own]) => {
    const reads = own.map(({ read: { id, reader, blinding, repeats } }) => ({
      read: id,
      reader: reader.kind === 'person' ? reader.user : null,
      blinding,
      ...(repeats && { repeats }),
    }));
    const payload = { batch, protocol: { ...asking.protocol }, reads };
    return { actor: asking.by, stream: `case:${one}`, type: 'reads-assigned', payload };
  });
  ledger.appendAll(tx, told);
}

function previewOf(ground: Ground, blindingOf: Asking['blindingOf']): PlanPreview {
  const { cases, readers, request } = ground.job;
  const { blocks, fresh, existing, digest } = ground.worked;
  const { design } = request;
  const balance = balanceOf(blocks, readers.length);
  const perCase = design.kind === 'crossed' ? readers.length : design.perCase;
  const short = cases.filter((_, i) => (blocks[i]?.length ?? 0) < perCase);
  const own = Map.groupBy(fresh, ({ reader }) => reader);
  return {
    digest,
    cases: cases.length,
    reads: fresh.length,
    repeats: fresh.filter(({ again }) => again).length,
    existing,
    kinds: [...Map.groupBy(cases, ({ kind }) => kind)].map(([kind, of]) => ({ kind, cases: of.length })),
    readers: readers.map(({ user }, at) => ({
      ...{ user, cases: balance.cases[at] ?? 0 },
      ...shareOf(own.get(user) ?? [], blindingOf),
    })),
    caseRange: caseRange(balance),
    pairRange: pairRange(balance),
    least:
      design.kind === 'expertise' ? null : leastDifference({ readers: readers.length, perCase, cases: cases.length }),
    short: { count: short.length, numbers: short.slice(0, SHOWN_SHORT).map(({ number }) => number) },
    sameInstitution: sameInstitution(ground, balance),
  };
}

const shareOf = (
  own: readonly PlannedRead[],
  blindingOf: Asking['blindingOf'],
): Pick<PlannedShare, 'repeats' | 'informed'> => ({
  repeats: own.filter(({ again }) => again).length,
  informed: own.filter(({ case: one, reader }) => blindingOf(reader, one.id) === 'informed').length,
});

/** Two readers of one house may have learned to see alike, and know each other's habits. */
function sameInstitution({ job, profiles }: Ground, { together }: Balance): PlanPreview['sameInstitution'] {
  const readers = job.readers.map(({ user }) => user);
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
