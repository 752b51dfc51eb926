/**
 * Blinded reads: one reader, one case, one protocol version. A draft is a document only its reader may open; submitting
 * validates the server's own copy and freezes it in one transaction under the document's lock.
 */
import type { Submission, Submitted, Workspace } from '#contract/reading.ts';
import type { OwnBatch, ReadsBeside, WorklistLine, WorklistPage, WorklistQuery } from '#contract/worklist.ts';
import { belongsTo, type Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { visibleContext } from '#domain/ingest/case.ts';
import type { CaseId, ProjectId, ReadId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import type { Read } from '#domain/reading/read.ts';
import { NO_TIME } from '#domain/reading/reading-time.ts';
import { progressIn, standingBatchOf } from '#server/store/batches.ts';
import { flagsOfRead } from '#server/store/flags.ts';
import { caseById, type Case } from '#server/store/cases.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { moveDrafts, readById, readsOfCase, readsOfProject, timeOfRead } from '#server/store/reads.ts';
import { aliasOfRead } from '#server/store/worklist.ts';
import { mayWithhold } from '#server/store/withholding.ts';
import { assign, type Assignment } from './assignment/single-reads.ts';
import { putInOrder } from './assignment/standing-order.ts';
import { isPriorFor, priorOf } from './priors.ts';
import { submitRead, type DraftDocument, type SubmitPorts } from './submit.ts';
import { createWorklist } from './worklist.ts';

export interface ReadingPorts extends SubmitPorts {
  /** Runs the closure under the lock of the read's document, with the server's own copy of it. */
  readonly withDraft: <T>(read: ReadId, run: (draft: DraftDocument) => T) => Promise<T>;
  /** A read was frozen: its document is open for looking only. */
  readonly submitted: (read: ReadId) => void;
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
  /** Where the actor's worklist begins: what is open, then what was submitted. */
  worklist(actor: Actor): WorklistLine[];
  worklistPage(actor: Actor, query: WorklistQuery): WorklistPage;
  ownBatches(actor: Actor): OwnBatch[];
  beside(actor: Actor, read: ReadId): ReadsBeside;
  workspace(actor: Actor, read: ReadId): Result<Workspace, Refusal>;
  submit(actor: Actor, read: ReadId, submission: Submission): Promise<Result<Submitted, Refusal>>;
  /** Only the reader may open a draft, and nobody else, ever; a frozen one can be opened by its reader but not written. */
  mayOpen(actor: Actor, read: ReadId): 'read' | 'write' | null;
  /** A reader has a reason to see the case of an own read, and the earlier examination beside it. */
  mayOpenCase(actor: Actor, id: CaseId): boolean;
  /** Plugged into the protocol's port: drafts go on under the new version. */
  moveOpenReads(tx: Transaction, published: { project: ProjectId; to: ProtocolCitation }): void;
}

/** As much of the worklist as a page that is about something else shows. */
const BEGINNING = 60;

export function createReadingService(ports: ReadingPorts): ReadingService {
  const { store } = ports;
  const worklist = createWorklist(ports);
  const ownRead = (actor: Actor, id: ReadId): Read | undefined => {
    const read = readById(store.db, id);
    return read?.reader.kind === 'person' && read.reader.user === actor.user ? read : undefined;
  };
  return {
    assign: (actor, project, assignment) => assign(ports, actor, { project, assignment }),
    list(actor, project) {
      if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      return ok(readsOfProject(store.db, project).flatMap((read) => (isOwnRepeat(read, actor) ? [] : [lineOf(read)])));
    },
    worklist: (actor) => worklist.beginning(actor, BEGINNING),
    worklistPage: (actor, query) => worklist.page(actor, query),
    ownBatches: (actor) => worklist.batches(actor),
    beside: (actor, read) => worklist.beside(actor, read),
    workspace(actor, id) {
      const read = ownRead(actor, id);
      const one = read && caseById(store.db, read.case);
      if (!read || !one || !belongsTo(actor, one.project)) return err(refusal('not-found'));
      return workspaceOf(store, { read, one, next: () => worklist.next(actor, { read: id, project: one.project }) });
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
      readsOfCase(store.db, id).some((r) => r.reader.kind === 'person' && r.reader.user === actor.user) ||
      isPriorFor(store.db, actor.user, id),
    moveOpenReads(tx, { project, to }) {
      moveDrafts(tx, { project, to });
      const order = protocolVersion(tx, to)?.content.readingOrder ?? { kind: 'fixed' };
      for (const { batch, user } of progressIn(tx, project))
        if (batch.id === standingBatchOf(project)) putInOrder(tx, { batch: batch.id, user }, order);
    },
  };
}

interface Opened {
  readonly read: Read;
  readonly one: Case;
  readonly next: () => ReadId | null;
}

function workspaceOf(store: Store, { read, one, next }: Opened): Result<Workspace, Refusal> {
  if (one.state !== 'ready') return err(refusal('case-not-ready'));
  const protocol = protocolVersion(store.db, read.protocol);
  if (!protocol) return err(refusal('protocol-missing'));
  const { content } = protocol;
  return ok({
    read: read.id,
    case: { id: one.id, alias: aliasOfRead(store.db, read.id) },
    context: read.state === 'draft' ? visibleContext(one.context, content.contextBeforeRead) : one.context,
    citation: read.protocol,
    protocol: content,
    state: read.state === 'draft' ? { kind: 'draft' } : { kind: 'submitted', at: read.at, content: read.content },
    prior: priorOf(store.db, read, one),
    time: timeOfRead(store.db, read.id) ?? NO_TIME,
    mayWithhold:
      read.reader.kind === 'person' && mayWithhold(store.db, { project: one.project, user: read.reader.user }),
    flags: flagsOfRead(store.db, read.id).map(({ kind, text, at }) => ({ kind, text, at })),
    next: next(),
  });
}

/** A lead who reads does not learn which of their own reads is a repeat. */
const isOwnRepeat = ({ repeats, reader }: Read, { user }: Actor): boolean =>
  repeats !== undefined && reader.kind === 'person' && reader.user === user;

const lineOf = (read: Read): ReadLine => ({
  read: read.id,
  case: read.case,
  reader: read.reader,
  state: read.state,
  protocolVersion: read.protocol.version,
  blinding: read.blinding,
  raters: read.raters,
});
