/** Submitting one read: the server must hold every edit the reader has made, and what it holds must satisfy the protocol. */
import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { problemTexts, type Submission, type Submitted } from '#contract/reading.ts';
import type { Actor } from '#domain/access/actor.ts';
import { frameText } from '#domain/geometry/frame.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { ReadId, StudyId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type { DraftRead, SubmittedRead } from '#domain/reading/read.ts';
import { problemsOf } from '#domain/reading/submission.ts';
import { once } from '#server/store/commands.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { frameGeometries } from '#server/store/images.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { freezeRead, readById } from '#server/store/reads.ts';

/** The server's own copy of a read's document, seen under its lock. */
export interface DraftDocument {
  readonly content: Result<ReadContent, Refusal>;
  /** Yjs state vector, encoded. */
  readonly stateVector: Uint8Array;
  /** The highest journal number the copy contains. */
  readonly journal: number;
}

export interface Submitting {
  readonly actor: Actor;
  readonly read: ReadId;
  readonly study: StudyId;
  readonly submission: Submission;
  readonly draft: DraftDocument;
}

export interface SubmitPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
}

export function submitRead(ports: SubmitPorts, submitting: Submitting): Result<Submitted, Refusal> {
  const { submission, draft } = submitting;
  if (!holds(draft.stateVector, Buffer.from(submission.stateVector, 'base64'))) return err(refusal('unsynced-edits'));
  const at = ports.now();
  const key = { actor: submitting.actor.user, commandId: submission.commandId, at };
  return ports.store.transact((tx) => once(tx, key, () => freeze(ports, tx, { ...submitting, at })));
}

function freeze(
  ports: SubmitPorts,
  tx: Transaction,
  { actor, read: id, study, submission, draft, at }: Submitting & { readonly at: Instant },
): Result<Submitted, Refusal> {
  const read = readById(tx, id);
  if (read?.state !== 'draft') return err(refusal('read-closed'));
  if (submission.protocolVersion !== read.protocol.version) return err(refusal('protocol-stale'));
  const content = checked(tx, { read, study, draft });
  if (!content.ok) return content;
  const hash = createHash('sha256').update(canonicalJson(content.value)).digest('hex');
  const submitted: SubmittedRead = {
    ...read,
    state: 'submitted',
    at,
    content: content.value,
    hash,
    journal: draft.journal,
  };
  if (!freezeRead(tx, submitted)) return err(refusal('read-closed'));
  const payload = { case: read.case, round: read.round, protocol: { ...read.protocol }, hash, journal: draft.journal };
  ports.ledger.append(tx, { actor: actor.user, stream: `read:${id}`, type: 'read-submitted', payload });
  return ok({ at, hash });
}

interface Checking {
  readonly read: DraftRead;
  readonly study: StudyId;
  readonly draft: DraftDocument;
}

function checked(tx: Transaction, { read, study, draft }: Checking): Result<ReadContent, Refusal> {
  if (!draft.content.ok) return draft.content;
  const protocol = protocolVersion(tx, read.protocol);
  if (!protocol) return err(refusal('protocol-missing'));
  const frames = new Set(frameGeometries(tx, study).map((f) => frameText(f.key)));
  const rules = {
    protocol: protocol.content,
    hasFrame: (key: { sop: string; frame: number }) => frames.has(frameText(key)),
  };
  const problems = problemsOf(draft.content.value, rules);
  if (problems.length === 0) return draft.content;
  const code = problems.some((p) => p.kind === 'invalid') ? 'invalid-read' : 'missing-fields';
  return err(refusal(code, { problems: problemTexts(problems) }));
}

/** Whether everything the client knows has arrived: clock by clock. An unreadable vector counts as unsynced. */
function holds(server: Uint8Array, client: Uint8Array): boolean {
  try {
    const have = Y.decodeStateVector(server);
    return [...Y.decodeStateVector(client)].every(([id, clock]) => (have.get(id) ?? 0) >= clock);
  } catch {
    return false;
  }
}
