/** Asking the people and cases a lead ticked, one by one. Whoever has a read of a case already is left alone. */
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, ProjectId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { standingBatch } from '#server/store/batches.ts';
import { casesById } from '#server/store/cases.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { casesToPlan } from '#server/store/planning.ts';
import { rolesOf } from '#server/store/projects.ts';
import { currentProtocol, shownExamples } from '#server/store/protocols.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { askForRead, blindingBy, type AskPorts } from './ask.ts';
import { putInOrder } from './standing-order.ts';

export interface Assignment {
  readonly cases: readonly CaseId[];
  readonly readers: readonly UserId[];
}

interface Assigning {
  readonly project: ProjectId;
  readonly assignment: Assignment;
}

export function assign(
  ports: AskPorts,
  actor: Actor,
  { project, assignment }: Assigning,
): Result<{ assigned: number }, Refusal> {
  const { store } = ports;
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  const protocol = currentProtocol(store.db, project);
  if (!protocol) return err(refusal('protocol-missing'));
  const chosen = casesById(store.db, assignment.cases).filter((one) => one.project === project);
  if (chosen.length === 0 || assignment.readers.length === 0) return err(refusal('nothing-selected'));
  if (chosen.some((one) => one.state !== 'ready')) return err(refusal('case-not-ready'));
  const shown = new Set(shownExamples(store.db, project).map((example) => example.case));
  if (chosen.some(({ id }) => shown.has(id))) return err(refusal('case-is-example'));
  const readers = [...new Set(assignment.readers)];
  if (!readers.every((user) => isReaderOf(store, user, project)))
    return err(refusal('bad-request', { readers: 'somebody is not a reader of the project' }));
  const { protocol: id, version, hash } = protocol;
  const asking = {
    by: actor.user,
    at: ports.now(),
    protocol: { protocol: id, version, hash },
    blindingOf: blindingBy(ports, project),
  };
  return store.transact((tx) => {
    const batch = standingBatch(tx, project, asking.at);
    const fresh = casesToPlan(
      tx,
      chosen.map((one) => one.id),
    ).flatMap(({ id: one, number, kind }) =>
      missingReaders(tx, one, readers).map((user) => ({ case: one, user, standing: { batch, place: number, kind } })),
    );
    for (const asked of fresh) askForRead(ports, tx, { asking, asked });
    for (const user of readers) putInOrder(tx, { batch, user }, protocol.content.readingOrder ?? { kind: 'fixed' });
    return ok({ assigned: fresh.length });
  });
}

export const isReaderOf = ({ db }: Store, user: UserId, project: ProjectId): boolean =>
  rolesOf(db, user).get(project)?.includes('reader') ?? false;

export function missingReaders(tx: Transaction, one: CaseId, readers: readonly UserId[]): UserId[] {
  const taken = new Set(readsOfCase(tx, one).flatMap((r) => (r.reader.kind === 'person' ? [r.reader.user] : [])));
  return readers.filter((user) => !taken.has(user));
}
