/** The instructions of a project: published versions, each frozen under its hash, and the draft of the next one. */
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { jsonSchemaOf, type JsonSchema } from '#domain/protocol/json-schema.ts';
import { checkedProtocol, isProblems } from '#domain/protocol/problems.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Store } from '#server/store/database.ts';
import { personById } from '#server/store/people.ts';
import { currentProtocol, protocolVersionsOf, type ProtocolVersion } from '#server/store/protocols.ts';
import { createCodes, type Codes } from './codes.ts';
import { createExamples, type Examples } from './examples.ts';
import { createDrafts, type DraftPorts, type ProtocolDrafts } from './draft.ts';
import { invalidProtocol, publishIn, type Publishing } from './publishing.ts';

/** A version that was written elsewhere. */
export interface Publication extends Pick<Publishing, 'openReads' | 'basedOn'> {
  readonly content: unknown;
}

export interface ProtocolService {
  current(actor: Actor, project: ProjectId): Result<ProtocolVersion, Refusal>;
  /** The same with the JSON Schemas of its answers, for whoever checks them without us. */
  described(actor: Actor, project: ProjectId): Result<DescribedVersion, Refusal>;
  versions(actor: Actor, project: ProjectId): Result<SignedVersion[], Refusal>;
  publish(actor: Actor, project: ProjectId, publication: Publication): Result<ProtocolVersion, Refusal>;
  readonly draft: ProtocolDrafts;
  readonly examples: Examples;
  readonly codes: Codes;
}

/** With the name of whoever published it. */
export interface SignedVersion extends ProtocolVersion {
  readonly publisher: string;
}

const signed = ({ db }: Pick<Store, 'db'>, version: ProtocolVersion): SignedVersion => ({
  ...version,
  publisher: personById(db, version.publishedBy)?.name ?? 'somebody who has left',
});

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

export function createProtocolService(ports: DraftPorts): ProtocolService {
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
      return ok(protocolVersionsOf(store.db, project).map((version) => signed(store, version)));
    },
    publish(actor, project, { content: written, openReads, basedOn }) {
      if (!can(actor, 'protocol.publish', { kind: 'project', project })) return err(refusal('not-allowed'));
      const content = checkedProtocol(written);
      if (isProblems(content)) return err(invalidProtocol(content));
      return store.transact((tx) => publishIn(ports, tx, { project, by: actor.user, content, openReads, basedOn }));
    },
    draft: createDrafts(ports),
    examples: createExamples(ports),
    codes: createCodes(ports),
  };
}
