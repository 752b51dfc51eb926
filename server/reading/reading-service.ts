/**
 * Blinded reads: one reader, one case, one protocol version. A draft is a document only its reader may open; submitting
 * validates the server's own copy and freezes it in one transaction under the document's lock.
 */
import type { Submission, Submitted, Workspace, WorklistLine } from '#contract/reading.ts';
import { belongsTo, type Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { visibleContext } from '#domain/ingest/case.ts';
import { idOf, type CaseId, type ProjectId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import { orderedFor } from '#domain/protocol/reading-order.ts';
import type { DraftRead, Read } from '#domain/reading/read.ts';
import { caseById, casesById, type Case } from '#server/store/cases.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import { rolesOf } from '#server/store/projects.ts';
import { currentProtocol, protocolVersion, shownExamples } from '#server/store/protocols.ts';
import { insertRead, moveDrafts, readById, readsOfCase, readsOfProject, readsOfReader } from '#server/store/reads.ts';
import { submitRead, type DraftDocument, type SubmitPorts } from './submit.ts';

export interface ReadingPorts extends SubmitPorts {
  /** Runs the closure under the lock of the read's document, with the server's own copy of it. */
  readonly withDraft: <T>(read: ReadId, run: (draft: DraftDocument) => T) => Promise<T>;
  /** A read was frozen: its document is open for looking only. */
  readonly submitted: (read: ReadId) => void;
}

export interface Assignment {
  readonly cases: readonly CaseId[];
  readonly readers: readonly UserId[];
}

/** What a lead sees of the reads: who, which case, in or not. Never a mark, never an answer. */
export interface ReadLine {
  readonly read: ReadId;
  readonly case: CaseId;
  readonly reader: Read['reader'];
  readonly state: Read['state'];
  readonly protocolVersion: number;
  readonly blinding: Read['blinding'];
  readonly raters: Read['raters'];
}

export interface ReadingService {
  assign(actor: Actor, project: ProjectId, assignment: Assignment): Result<{ assigned: number }, Refusal>;
  list(actor: Actor, project: ProjectId): Result<ReadLine[], Refusal>;
  worklist(actor: Actor): WorklistLine[];
  workspace(actor: Actor, read: ReadId): Result<Workspace, Refusal>;
  submit(actor: Actor, read: ReadId, submission: Submission): Promise<Result<Submitted, Refusal>>;
  /** Only the reader may open a draft, and nobody else, ever; a frozen one can be opened by its reader but not written. */
  mayOpen(actor: Actor, read: ReadId): 'read' | 'write' | null;
  /** A reader has a reason to see the case of an own read. */
  mayOpenCase(actor: Actor, id: CaseId): boolean;
  /** Plugged into the protocol's port: drafts go on under the new version. */
  moveOpenReads(tx: Transaction, published: { project: ProjectId; from: ProtocolCitation; to: ProtocolCitation }): void;
}

export function createReadingService(ports: ReadingPorts): ReadingService {
  const { store } = ports;
  const ownRead = (actor: Actor, id: ReadId): Read | undefined => {
    const read = readById(store.db, id);
    return read?.reader.kind === 'person' && read.reader.user === actor.user ? read : undefined;
  };
  return {
    assign: (actor, project, assignment) => assign(ports, actor, { project, assignment }),
    list(actor, project) {
      if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      return ok(readsOfProject(store.db, project).map(lineOf));
    },
    worklist: (actor) => worklist(store, actor),
    workspace(actor, id) {
      const read = ownRead(actor, id);
      const one = read && caseById(store.db, read.case);
      if (!read || !one || !belongsTo(actor, one.project)) return err(refusal('not-found'));
      return workspaceOf(store, actor, { read, one });
    },
    async submit(actor, id, submission) {
      const read = ownRead(actor, id);
      const one = read && caseById(store.db, read.case);
      if (!read || !one || !can(actor, 'read.do', { kind: 'project', project: one.project }))
        return err(refusal('not-found'));
      if (read.state === 'draft' && one.state !== 'ready') return err(refusal('case-not-ready'));
      const answered = await ports.withDraft(id, (draft) =>
        submitRead(ports, { actor, read: id, study: one.study, project: one.project, submission, draft }),
      );
      if (answered.ok) ports.submitted(id);
      return answered;
    },
    mayOpen(actor, id) {
      const read = ownRead(actor, id);
      const one = read && caseById(store.db, read.case);
      if (!read || !one || !can(actor, 'read.do', { kind: 'project', project: one.project })) return null;
      return read.state === 'draft' && one.state === 'ready' ? 'write' : 'read';
    },
    mayOpenCase: (actor, id) =>
      readsOfCase(store.db, id).some((r) => r.reader.kind === 'person' && r.reader.user === actor.user),
    moveOpenReads(tx, { project, from, to }) {
      const drafts = readsOfProject(tx, project).filter(
        (r) => r.state === 'draft' && r.protocol.version === from.version,
      );
      if (drafts.length > 0)
        moveDrafts(
          tx,
          drafts.map((r) => r.id),
          to,
        );
    },
  };
}

interface Assigning {
  readonly project: ProjectId;
  readonly assignment: Assignment;
}

function assign(
  ports: ReadingPorts,
  actor: Actor,
  { project, assignment }: Assigning,
): Result<{ assigned: number }, Refusal> {
  const { store, ledger } = ports;
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
  const at = ports.now();
  const { protocol: id, version, hash } = protocol;
  const known = new Map(readers.map((user) => [user, ports.casesKnownTo(user, project)]));
  return store.transact((tx) => {
    const fresh = chosen.flatMap((one) => missingReads(tx, one, readers));
    for (const { caseId, user } of fresh) {
      const blinding = known.get(user)?.has(caseId) ? 'informed' : 'blind';
      const read = draftOf({ case: caseId, user, protocol: { protocol: id, version, hash }, blinding });
      insertRead(tx, read, at);
      const payload = { read: read.id, reader: user, protocol: { protocol: id, version, hash }, blinding };
      ledger.append(tx, { actor: actor.user, stream: `case:${caseId}`, type: 'read-assigned', payload });
    }
    return ok({ assigned: fresh.length });
  });
}

const isReaderOf = ({ db }: Store, user: UserId, project: ProjectId): boolean =>
  rolesOf(db, user).get(project)?.includes('reader') ?? false;

function missingReads(tx: Transaction, one: Case, readers: readonly UserId[]): { caseId: CaseId; user: UserId }[] {
  const taken = new Set(readsOfCase(tx, one.id).flatMap((r) => (r.reader.kind === 'person' ? [r.reader.user] : [])));
  return readers.filter((user) => !taken.has(user)).map((user) => ({ caseId: one.id, user }));
}

type Asked = Pick<DraftRead, 'case' | 'protocol' | 'blinding'> & { readonly user: UserId };

const draftOf = ({ user, ...asked }: Asked): DraftRead => ({
  ...asked,
  id: newId<ReadId>(),
  reader: { kind: 'person', user },
  round: 1,
  raters: 'identified',
  state: 'draft',
});

/** Own reads only, drafts first. The alias of the case is all that is said about it. */
function worklist(store: Store, actor: Actor): WorklistLine[] {
  const own = readsOfReader(store.db, actor.user);
  const found = new Map(
    casesById(
      store.db,
      own.map((r) => r.case),
    ).map((one) => [one.id, one]),
  );
  const lines = own.flatMap((read): WorklistLine[] => {
    const one = found.get(read.case);
    if (!one || one.state !== 'ready' || !belongsTo(actor, one.project)) return [];
    const submittedAt = read.state === 'submitted' ? read.at : null;
    return [
      {
        read: read.id,
        project: one.project,
        caseAlias: one.alias,
        state: read.state,
        submittedAt,
        protocolVersion: read.protocol.version,
      },
    ];
  });
  const ordered = inReadingOrder(store, actor.user, lines);
  return [...ordered.filter((l) => l.state === 'draft'), ...ordered.filter((l) => l.state === 'submitted')];
}

/** Project by project, as the newest version of the protocol orders the cases for this reader. */
function inReadingOrder(store: Store, reader: UserId, lines: readonly WorklistLine[]): WorklistLine[] {
  return [...Map.groupBy(lines, (line) => line.project)].flatMap(([project, own]) => {
    const order = currentProtocol(store.db, idOf<ProjectId>(project))?.content.readingOrder ?? { kind: 'fixed' };
    return orderedFor(
      order,
      reader,
      own.map((line) => ({ id: line.caseAlias, line })),
    ).map(({ line }) => line);
  });
}

function workspaceOf(store: Store, actor: Actor, { read, one }: { read: Read; one: Case }): Result<Workspace, Refusal> {
  if (one.state !== 'ready') return err(refusal('case-not-ready'));
  const protocol = protocolVersion(store.db, read.protocol);
  if (!protocol) return err(refusal('protocol-missing'));
  const { content } = protocol;
  const next = worklist(store, actor).find(
    (l) => l.state === 'draft' && l.read !== read.id && l.project === one.project,
  );
  return ok({
    read: read.id,
    case: { id: one.id, alias: one.alias },
    context: read.state === 'draft' ? visibleContext(one.context, content.contextBeforeRead) : one.context,
    citation: read.protocol,
    protocol: content,
    state: read.state === 'draft' ? { kind: 'draft' } : { kind: 'submitted', at: read.at, content: read.content },
    next: next?.read ?? null,
  });
}

const lineOf = (read: Read): ReadLine => ({
  read: read.id,
  case: read.case,
  reader: read.reader,
  state: read.state,
  protocolVersion: read.protocol.version,
  blinding: read.blinding,
  raters: read.raters,
});
