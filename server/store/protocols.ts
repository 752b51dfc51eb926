/** Protocol versions in the store. A version is inserted once and never changed. */
import { and, desc, eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { idOf, type CaseId, type ProjectId, type ProtocolId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import {
  ExampleSchema,
  ProtocolContentSchema,
  type Example,
  type ProtocolCitation,
  type ProtocolContent,
} from '#domain/protocol/protocol.ts';
import type { Database, Transaction } from './database.ts';
import { protocols, protocolVersions } from './schema/protocol.ts';

export interface ProtocolVersion extends ProtocolCitation {
  readonly protocol: ProtocolId;
  readonly content: ProtocolContent;
  readonly publishedAt: Instant;
  readonly publishedBy: UserId;
}

type Source = Database | Transaction;

/** The newest version of the project's protocol. */
export function currentProtocol(on: Source, project: ProjectId): ProtocolVersion | undefined {
  return protocolVersionsOf(on, project)[0];
}

/** All published versions, the newest first. */
export const protocolVersionsOf = (on: Source, project: ProjectId): ProtocolVersion[] =>
  on
    .select({ row: protocolVersions })
    .from(protocolVersions)
    .innerJoin(protocols, eq(protocols.id, protocolVersions.protocolId))
    .where(eq(protocols.projectId, project))
    .orderBy(desc(protocolVersions.version))
    .all()
    .map(({ row }) => versionOf(row));

export function protocolVersion(
  on: Source,
  { protocol, version }: Pick<ProtocolCitation, 'protocol' | 'version'>,
): ProtocolVersion | undefined {
  const one = and(eq(protocolVersions.protocolId, protocol), eq(protocolVersions.version, version));
  const row = on.select().from(protocolVersions).where(one).get();
  return row && versionOf(row);
}

/** Every example of every version: what people have seen once they have seen, whatever version they read under now. */
export function shownExamples(on: Source, project: ProjectId): ShownExample[] {
  const shown = and(
    eq(protocols.projectId, project),
    sql`json_type(${protocolVersions.content}, '$.examples') = 'array'`,
  );
  return on
    .select({ content: protocolVersions.content })
    .from(protocolVersions)
    .innerJoin(protocols, eq(protocols.id, protocolVersions.protocolId))
    .where(shown)
    .all()
    .flatMap(({ content }) => v.parse(Showing, JSON.parse(content)).examples)
    .map((example) => ({ ...example, case: idOf<CaseId>(example.case) }));
}

export type ShownExample = Example & { readonly case: CaseId };

const Showing = v.object({ examples: v.array(ExampleSchema) });

/** The protocol of a project, which may have no version yet. */
export const protocolOf = (on: Source, project: ProjectId): ProtocolId | undefined => {
  const row = on.select({ id: protocols.id }).from(protocols).where(eq(protocols.projectId, project)).get();
  return row && idOf<ProtocolId>(row.id);
};

/** The project a protocol belongs to. */
export const projectOfProtocol = (on: Source, protocol: ProtocolId): ProjectId | undefined => {
  const row = on.select({ id: protocols.projectId }).from(protocols).where(eq(protocols.id, protocol)).get();
  return row && idOf<ProjectId>(row.id);
};

export function insertProtocol(tx: Transaction, row: { id: ProtocolId; project: ProjectId; at: Instant }): void {
  tx.insert(protocols).values({ id: row.id, projectId: row.project, createdAt: row.at }).run();
}

export function insertProtocolVersion(tx: Transaction, version: ProtocolVersion): void {
  const { protocol, content, ...rest } = version;
  tx.insert(protocolVersions)
    .values({ ...rest, protocolId: protocol, content: canonicalJson(content) })
    .run();
}

const versionOf = (row: typeof protocolVersions.$inferSelect): ProtocolVersion => ({
  protocol: idOf<ProtocolId>(row.protocolId),
  version: row.version,
  hash: row.hash,
  content: v.parse(ProtocolContentSchema, JSON.parse(row.content)),
  publishedAt: instantOf(row.publishedAt),
  publishedBy: idOf<UserId>(row.publishedBy),
});
