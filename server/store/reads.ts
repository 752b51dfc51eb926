/** Reads in the store. `submit` is the only change a read ever sees, and only a draft can be submitted. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { idOf, type CaseId, type ProjectId, type ProtocolId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import { ReadContentSchema } from '#domain/reading/mark.ts';
import { BLINDINGS, RATERS, type Read, type Reader, type SubmittedRead } from '#domain/reading/read.ts';
import type { Database, Transaction } from './database.ts';
import { cases } from './schema/ingest.ts';
import { reads } from './schema/reading.ts';

type Source = Database | Transaction;

export function readById(on: Source, id: ReadId): Read | undefined {
  const row = on.select().from(reads).where(eq(reads.id, id)).get();
  return row && readOf(row);
}

/** In the order they were assigned. */
export const readsOfReader = (on: Source, user: UserId): Read[] =>
  on.select().from(reads).where(eq(reads.userId, user)).orderBy(asc(reads.assignedAt), asc(reads.id)).all().map(readOf);

export const readsOfCase = (on: Source, id: CaseId): Read[] =>
  on.select().from(reads).where(eq(reads.caseId, id)).orderBy(asc(reads.id)).all().map(readOf);

export const readsOfProject = (on: Source, project: ProjectId): Read[] =>
  on
    .select({ row: reads })
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    .where(eq(cases.projectId, project))
    .orderBy(asc(cases.number), asc(reads.id))
    .all()
    .map(({ row }) => readOf(row));

export function insertRead(tx: Transaction, read: Read, assignedAt: Instant): void {
  tx.insert(reads).values(rowOf(read, assignedAt)).run();
}

/** @returns false when the read was submitted already. */
export function freezeRead(tx: Transaction, { id, at, content, hash, journal, blinding }: SubmittedRead): boolean {
  const frozen = {
    state: 'submitted',
    blinding,
    submittedAt: at,
    content: canonicalJson(content),
    contentHash: hash,
    journalSeq: journal,
  };
  const draft = and(eq(reads.id, id), eq(reads.state, 'draft'));
  return tx.update(reads).set(frozen).where(draft).run().changes === 1;
}

/** Moves drafts to another protocol version; submitted reads keep theirs for ever. */
export function moveDrafts(tx: Transaction, ids: readonly ReadId[], to: ProtocolCitation): void {
  tx.update(reads)
    .set({ protocolId: to.protocol, protocolVersion: to.version, protocolHash: to.hash })
    .where(and(inArray(reads.id, [...ids]), eq(reads.state, 'draft')))
    .run();
}

type Row = typeof reads.$inferSelect;

function readOf(row: Row): Read {
  const common = {
    id: idOf<ReadId>(row.id),
    case: idOf<CaseId>(row.caseId),
    reader: readerOf(row),
    round: row.round,
    protocol: { protocol: idOf<ProtocolId>(row.protocolId), version: row.protocolVersion, hash: row.protocolHash },
    blinding: v.parse(v.picklist(BLINDINGS), row.blinding),
    raters: v.parse(v.picklist(RATERS), row.raters),
  };
  if (row.state === 'draft') return { ...common, state: 'draft' };
  const { submittedAt, content, contentHash, journalSeq } = v.parse(Frozen, row);
  return {
    ...common,
    state: 'submitted',
    at: instantOf(submittedAt),
    content: v.parse(ReadContentSchema, JSON.parse(content)),
    hash: contentHash,
    journal: journalSeq,
  };
}

/** What a submitted row must have. */
const Frozen = v.object({
  submittedAt: v.number(),
  content: v.string(),
  contentHash: v.string(),
  journalSeq: v.number(),
});

const readerOf = (row: Row): Reader =>
  row.userId === null
    ? { kind: 'slot', label: row.slotLabel ?? 'Reader', source: row.slotSource ?? 'unknown source' }
    : { kind: 'person', user: idOf<UserId>(row.userId) };

function rowOf(read: Read, assignedAt: Instant): typeof reads.$inferInsert {
  const { reader, protocol } = read;
  const frozen =
    read.state === 'submitted'
      ? { submittedAt: read.at, content: canonicalJson(read.content), contentHash: read.hash, journalSeq: read.journal }
      : {};
  return {
    id: read.id,
    caseId: read.case,
    userId: reader.kind === 'person' ? reader.user : null,
    slotLabel: reader.kind === 'slot' ? reader.label : null,
    slotSource: reader.kind === 'slot' ? reader.source : null,
    round: read.round,
    protocolId: protocol.protocol,
    protocolVersion: protocol.version,
    protocolHash: protocol.hash,
    blinding: read.blinding,
    raters: read.raters,
    state: read.state,
    assignedAt,
    ...frozen,
  };
}
