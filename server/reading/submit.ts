/** Submitting one read: the server must hold every edit the reader has made, and what it holds must satisfy the protocol. */
import { createHash } from 'node:crypto';
import { problemTexts, type Submission, type Submitted } from '#contract/reading.ts';
import { readContentIn } from '#documents/read.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { CaseId, ProjectId, ReadId, StudyId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type { DraftRead, SubmittedRead } from '#domain/reading/read.ts';
import { askedContent, problemsOf } from '#domain/reading/submission.ts';
import { once } from '#server/store/commands.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { freezeRead, readById, timeOfRead } from '#server/store/reads.ts';
import { forgetSittings } from '#server/store/sittings.ts';

/** The server's own copy of a read's document, seen under its lock. */
export interface DraftDocument {
  /** Root → its JSON. */
  readonly roots: Readonly<Record<string, unknown>>;
  /** Whether everything the client proves to have written is in the copy. */
  readonly holds: (proof: string) => boolean;
  /** Number of the document's last row in the journal. */
  readonly journalSeq: number;
}

export interface Submitting {
  readonly actor: Actor;
  readonly read: ReadId;
  readonly study: StudyId;
  readonly project: ProjectId;
  readonly submission: Submission;
  readonly draft: DraftDocument;
}

export interface SubmitPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** The series of the study a frame belongs to; undefined for a frame of another study. */
  readonly seriesOf: (study: StudyId, key: FrameKey) => string | undefined;
  /** Cases of which this person could have seen what others made of them; later stages know. */
  readonly casesKnownTo: (user: UserId, project: ProjectId) => ReadonlySet<CaseId>;
}

export function submitRead(ports: SubmitPorts, submitting: Submitting): Result<Submitted, Refusal> {
  const { submission, draft } = submitting;
  if (!draft.holds(submission.proof)) return err(refusal('unsynced-edits'));
  const at = ports.now();
  const key = { actor: submitting.actor.user, commandId: submission.commandId, at };
  return ports.store.transact((tx) => once(tx, key, () => freeze(ports, tx, { ...submitting, at })));
}

function freeze(
  ports: SubmitPorts,
  tx: Transaction,
  { actor, read: id, study, project, submission, draft, at }: Submitting & { readonly at: Instant },
): Result<Submitted, Refusal> {
  const read = readById(tx, id);
  if (read?.state !== 'draft') return err(refusal('read-closed'));
  if (submission.protocolVersion !== read.protocol.version) return err(refusal('protocol-stale'));
  const content = checked(ports, tx, { read, study, draft });
  if (!content.ok) return content;
  const hash = createHash('sha256').update(canonicalJson(content.value)).digest('hex');
  const time = timeOfRead(tx, id);
  const submitted: SubmittedRead = {
    ...read,
    ...(time && { time }),
    state: 'submitted',
    blinding: ports.casesKnownTo(actor.user, project).has(read.case) ? 'informed' : read.blinding,
    at,
    content: content.value,
    hash,
    journal: draft.journalSeq,
  };
  if (!freezeRead(tx, submitted)) return err(refusal('read-closed'));
  forgetSittings(tx, id);
  const payload = {
    case: read.case,
    round: read.round,
    protocol: { ...read.protocol },
    blinding: submitted.blinding,
    hash,
    journal: draft.journalSeq,
    ...(time && { time: { ...time } }),
  };
  ports.ledger.append(tx, { actor: actor.user, stream: `read:${id}`, type: 'read-submitted', payload });
  return ok({ at, hash });
}

interface Checking {
  readonly read: DraftRead;
  readonly study: StudyId;
  readonly draft: DraftDocument;
}

function checked(ports: SubmitPorts, tx: Transaction, { read, study, draft }: Checking): Result<ReadContent, Refusal> {
  const content = readContentIn(draft.roots);
  if (!content.ok) return content;
  const protocol = protocolVersion(tx, read.protocol);
  if (!protocol) return err(refusal('protocol-missing'));
  const rules = { protocol: protocol.content, seriesOf: (key: FrameKey) => ports.seriesOf(study, key) };
  const problems = problemsOf(content.value, rules);
  if (problems.length === 0) return ok(askedContent(content.value, protocol.content));
  const code = problems.some((p) => p.kind === 'invalid') ? 'invalid-read' : 'missing-fields';
  return err(refusal(code, { problems: problemTexts(problems) }));
}
