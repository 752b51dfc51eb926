/** Freezing a version: content under its hash, the event, and what it means for reads that are open. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { ProjectId, ProtocolId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ProtocolProblem } from '#domain/protocol/problem.ts';
import type { ProtocolCitation, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Transaction } from '#server/store/database.ts';
import { exampleProblems, type ExamplePorts } from './examples.ts';
import { newId } from '#server/store/ids.ts';
import type { Ledger } from '#server/store/ledger.ts';
import {
  currentProtocol,
  insertProtocol,
  insertProtocolVersion,
  protocolOf,
  type ProtocolVersion,
} from '#server/store/protocols.ts';

export interface PublishingPorts extends ExamplePorts {
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** What publishing means for reads that are still drafts: reading answers. Told inside the publishing transaction. */
  readonly openReads: (tx: Transaction, published: { project: ProjectId; to: ProtocolCitation }) => void;
}

export interface Publishing {
  readonly project: ProjectId;
  readonly by: UserId;
  readonly content: ProtocolContent;
  /** Drafts under the old version either finish under it, or go on under the new one. */
  readonly openReads: 'finish' | 'move';
  /** The version the author started from; 0 for the first. Somebody else's publication in between is a conflict. */
  readonly basedOn: number;
  /** Number of the last row of the draft in the journal; absent for a version that was written elsewhere. */
  readonly journal?: number;
}

export function publishIn(
  ports: PublishingPorts,
  tx: Transaction,
  { project, by, content, ...publication }: Publishing,
): Result<ProtocolVersion, Refusal> {
  const last = currentProtocol(tx, project);
  if ((last?.version ?? 0) !== publication.basedOn) return err(refusal('version-conflict'));
  const unshowable = exampleProblems(ports, tx, { project, examples: content.examples });
  if (unshowable.length > 0) return err(invalidProtocol(unshowable));
  const { ledger, now, openReads } = ports;
  const at = now();
  const protocol = protocolIn(tx, project, at);
  const hash = protocolHash(content);
  const version = publication.basedOn + 1;
  const published = { protocol, version, hash, content, publishedAt: at, publishedBy: by };
  insertProtocolVersion(tx, published);
  if (last && publication.openReads === 'move') openReads(tx, { project, to: published });
  const { journal } = publication;
  const taken = { project, version, hash, openReads: publication.openReads, ...(journal !== undefined && { journal }) };
  ledger.append(tx, { actor: by, stream: `protocol:${protocol}`, type: 'protocol-published', payload: taken });
  return ok(published);
}

/** The project's protocol; its first draft or version makes it. */
export function protocolIn(tx: Transaction, project: ProjectId, at: Instant): ProtocolId {
  const known = protocolOf(tx, project);
  if (known) return known;
  const id = newId<ProtocolId>();
  insertProtocol(tx, { id, project, at });
  return id;
}

/** SHA-256 of the canonical JSON: equal instructions have equal hashes. */
const protocolHash = (content: unknown): string => createHash('sha256').update(canonicalJson(content)).digest('hex');

/** All problems at once: the codes for machines, and each with its place for people. */
export const invalidProtocol = (problems: readonly ProtocolProblem[]): Refusal =>
  refusal('protocol-invalid', {
    codes: [...new Set(problems.map(({ code }) => code))],
    problems: problems.slice(0, 100).map(({ path, code, message }) => `${path || 'protocol'}: ${message} [${code}]`),
  });
