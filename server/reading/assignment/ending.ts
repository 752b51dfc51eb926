/**
 * A draft ends without being submitted: nobody reads the case any more, or somebody else does. What was written is kept and goes
 * on if the same reader is asked again. A submitted read is never taken from anybody.
 */
import type { EndingRequest } from '#contract/assignments.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { DraftRead } from '#domain/reading/read.ts';
import { caseById } from '#server/store/cases.ts';
import type { Transaction } from '#server/store/database.ts';
import { casesToPlan, freePlace } from '#server/store/planning.ts';
import { currentProtocol } from '#server/store/protocols.ts';
import { endRead, readById, readsOfCase } from '#server/store/reads.ts';
import { askForRead, blindingBy, type AskPorts } from './ask.ts';
import { isReaderOf, missingReaders } from './single-reads.ts';

export interface EndPorts extends AskPorts {
  /** Runs the closure under the lock of the read's document. */
  readonly withDraft: <T>(read: ReadId, run: () => T) => Promise<T>;
  /** What its reader may do with the document has changed. */
  readonly rightsChanged: (read: ReadId) => void;
}

interface Ending {
  readonly project: ProjectId;
  readonly read: ReadId;
  readonly request: EndingRequest;
}

export async function end(ports: EndPorts, actor: Actor, ending: Ending): Promise<Result<{ ended: number }, Refusal>> {
  const { project, read: id } = ending;
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  const blindingOf = blindingBy(ports, project);
  const ended = await ports.withDraft(id, () =>
    ports.store.transact((tx) => {
      const read = draftIn(tx, project, id);
      return read.ok ? endIn(ports, tx, { ...ending, actor, read: read.value, blindingOf }) : read;
    }),
  );
  if (!ended.ok) return ended;
  for (const read of ended.value) ports.rightsChanged(read);
  return ok({ ended: ended.value.length });
}

type Own = DraftRead & { readonly reader: { readonly kind: 'person'; readonly user: UserId } };

function draftIn(tx: Transaction, project: ProjectId, id: ReadId): Result<Own, Refusal> {
  const read = readById(tx, id);
  if (!read || caseById(tx, read.case)?.project !== project) return err(refusal('not-found'));
  const { reader } = read;
  if (read.state !== 'draft' || reader.kind !== 'person') return err(refusal('read-closed'));
  return ok({ ...read, reader });
}

interface EndingIn {
  readonly project: ProjectId;
  readonly read: Own;
  readonly request: EndingRequest;
  readonly actor: Actor;
  readonly blindingOf: (user: UserId, one: CaseId) => DraftRead['blinding'];
}

/** The repeat of a read goes with it: alone it would tell nothing. */
function endIn(ports: EndPorts, tx: Transaction, ending: EndingIn): Result<readonly ReadId[], Refusal> {
  const { read, request } = ending;
  if (request.how === 'reassigned') {
    const asked = askSomebodyElse(ports, tx, { ...ending, to: request.to });
    if (!asked.ok) return asked;
  }
  const repeats = readsOfCase(tx, read.case).filter((other) => other.repeats === read.id && other.state === 'draft');
  const { because, how } = request;
  const at = ports.now();
  for (const { id } of [read, ...repeats]) {
    endRead(tx, { read: id, how, at, because });
    const payload = {
      read: id,
      reader: read.reader.user,
      how,
      because,
      ...(how === 'reassigned' && { to: request.to }),
    };
    ports.ledger.append(tx, { actor: ending.actor.user, stream: `case:${read.case}`, type: 'read-ended', payload });
  }
  return ok([read, ...repeats].map(({ id }) => id));
}

function askSomebodyElse(
  ports: EndPorts,
  tx: Transaction,
  { project, read, actor, to, blindingOf }: EndingIn & { readonly to: UserId },
): Result<null, Refusal> {
  if (read.repeats !== undefined)
    return err(refusal('bad-request', { read: 'a repeat tells only about the reader who read the case first' }));
  if (!isReaderOf(ports.store, to, project))
    return err(refusal('bad-request', { to: 'somebody is not a reader of the project' }));
  if (missingReaders(tx, read.case, [to]).length === 0)
    return err(refusal('bad-request', { to: 'this person reads the case already' }));
  const protocol = currentProtocol(tx, project);
  const [one] = casesToPlan(tx, [read.case]);
  if (!protocol || !one) return err(refusal('protocol-missing'));
  const { protocol: id, version, hash } = protocol;
  const asking = { by: actor.user, at: ports.now(), protocol: { protocol: id, version, hash }, blindingOf };
  const standing = { ...freePlace(tx, read.id, to), kind: one.kind };
  askForRead(ports, tx, { asking, asked: { case: read.case, user: to, standing } });
  return ok(null);
}
