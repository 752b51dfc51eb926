/** Publishing freezes a version of the protocol under its hash; everything later cites it. */
import { createHash } from 'node:crypto';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { ProjectId, ProtocolId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { jsonSchemaOf, type JsonSchema } from '#domain/protocol/json-schema.ts';
import { checkedProtocol, isProblems, type ProtocolProblem } from '#domain/protocol/problems.ts';
import type { ProtocolCitation, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import type { Ledger } from '#server/store/ledger.ts';
import {
  currentProtocol,
  insertProtocol,
  insertProtocolVersion,
  protocolVersionsOf,
  type ProtocolVersion,
} from '#server/store/protocols.ts';

export interface ProtocolPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** What publishing means for reads that are still drafts: reading answers. Told inside the publishing transaction. */
  readonly openReads: (
    tx: Transaction,
    published: { project: ProjectId; from: ProtocolCitation; to: ProtocolCitation },
  ) => void;
}

export interface Publication {
  readonly content: unknown;
  /** Drafts under the old version either finish under it, or go on under the new one. */
  readonly openReads: 'finish' | 'move';
  /** The version the author started from; 0 for the first. Somebody else's publication in between is a conflict. */
  readonly basedOn: number;
}

export interface ProtocolService {
  current(actor: Actor, project: ProjectId): Result<ProtocolVersion, Refusal>;
  /** The same with the JSON Schemas of its answers, for whoever checks them without us. */
  described(actor: Actor, project: ProjectId): Result<DescribedVersion, Refusal>;
  versions(actor: Actor, project: ProjectId): Result<ProtocolVersion[], Refusal>;
  publish(actor: Actor, project: ProjectId, publication: Publication): Result<ProtocolVersion, Refusal>;
}

export interface DescribedVersion extends ProtocolVersion {
  readonly schemas: {
    /** Of the answers about the case. */
    readonly case: JsonSchema;
    /** Id of a finding → of the answers about each one. */
    readonly findings: Readonly<Record<string, JsonSchema>>;
  };
}

const schemasOf = ({ caseFields, findings }: ProtocolContent): DescribedVersion['schemas'] => ({
  case: jsonSchemaOf(caseFields),
  findings: Object.fromEntries(findings.map(({ id, fields }) => [id, jsonSchemaOf(fields)])),
});

/** SHA-256 of the canonical JSON: equal instructions have equal hashes. */
const protocolHash = (content: unknown): string => createHash('sha256').update(canonicalJson(content)).digest('hex');

export function createProtocolService(ports: ProtocolPorts): ProtocolService {
  const { store } = ports;
  function current(actor: Actor, project: ProjectId): Result<ProtocolVersion, Refusal> {
    if (!can(actor, 'protocol.see', { kind: 'project', project })) return err(refusal('not-found'));
    const found = currentProtocol(store.db, project);
    return found ? ok(found) : err(refusal('protocol-missing'));
  }
  return {
    current,
    described(actor, project) {
      const found = current(actor, project);
      return found.ok ? ok({ ...found.value, schemas: schemasOf(found.value.content) }) : found;
    },
    versions(actor, project) {
      if (!can(actor, 'protocol.see', { kind: 'project', project })) return err(refusal('not-found'));
      return ok(protocolVersionsOf(store.db, project));
    },
    publish(actor, project, publication) {
      if (!can(actor, 'protocol.publish', { kind: 'project', project })) return err(refusal('not-allowed'));
      const content = checkedProtocol(publication.content);
      if (isProblems(content)) return err(invalid(content));
      return store.transact((tx) => publishIn(ports, tx, { project, by: actor.user, content, publication }));
    },
  };
}

interface Publishing {
  readonly project: ProjectId;
  readonly by: UserId;
  readonly content: ProtocolVersion['content'];
  readonly publication: Publication;
}

function publishIn(
  ports: ProtocolPorts,
  tx: Transaction,
  { project, by, content, publication }: Publishing,
): Result<ProtocolVersion, Refusal> {
  const last = currentProtocol(tx, project);
  if ((last?.version ?? 0) !== publication.basedOn) return err(refusal('version-conflict'));
  const at = ports.now();
  const protocol = last?.protocol ?? newId<ProtocolId>();
  if (!last) insertProtocol(tx, { id: protocol, project, at });
  const hash = protocolHash(content);
  const published = { protocol, version: (last?.version ?? 0) + 1, hash, content, publishedAt: at, publishedBy: by };
  insertProtocolVersion(tx, published);
  if (last && publication.openReads === 'move') ports.openReads(tx, { project, from: last, to: published });
  const { version } = published;
  const payload = { project, version, hash, openReads: publication.openReads };
  ports.ledger.append(tx, { actor: by, stream: `protocol:${protocol}`, type: 'protocol-published', payload });
  return ok(published);
}

/** All problems at once: the codes for machines, and each with its place for people. */
const invalid = (problems: readonly ProtocolProblem[]): Refusal =>
  refusal('protocol-invalid', {
    codes: [...new Set(problems.map(({ code }) => code))],
    problems: problems.slice(0, 100).map(({ path, code, message }) => `${path || 'protocol'}: ${message} [${code}]`),
  });
