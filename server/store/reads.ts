/**
 * Reads in the store. A draft is submitted, or it ends without that; a submitted read never changes. An ended one is kept and
 * is in none of the answers here but `endedReadsOfCase`.
 */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import {
  idOf,
  type BatchId,
  type CaseId,
  type ProjectId,
  type ProtocolId,
  type ReadId,
  type UserId,
} from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import { ReadContentSchema } from '#domain/reading/mark.ts';
import {
  BLINDINGS,
  ENDINGS,
  RATERS,
  type DraftRead,
  type Ending,
  type Read,
  type Reader,
  type SubmittedRead,
} from '#domain/reading/read.ts';
import type { ReadingTime } from '#domain/reading/reading-time.ts';
import { countDrafts, moveCounts, standingBatch, type Counts } from './batches.ts';
import type { Database, Transaction } from './database.ts';
import { cases } from './schema/ingest.ts';
import { reads } from './schema/reading.ts';

type Source = Database | Transaction;

export const LIVING = inArray(reads.state, ['draft', 'submitted']);

export function readById(on: Source, id: ReadId): Read | undefined {
  const row = on
    .select()
    .from(reads)
    .where(and(eq(reads.id, id), LIVING))
    .get();
  return row && readOf(row);
}

export const readsOfCase = (on: Source, id: CaseId): Read[] =>
  on
    .select()
    .from(reads)
    .where(and(eq(reads.caseId, id), LIVING))
    .orderBy(asc(reads.id))
    .all()
    .map(readOf);

export const readsOfProject = (on: Source, project: ProjectId): Read[] =>
  on
    .select({ row: reads })
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    .where(and(eq(cases.projectId, project), LIVING))
    .orderBy(asc(cases.number), asc(reads.id))
    .all()
    .map(({ row }) => readOf(row));

/** Where a read stands in the list of its reader. */
export interface Standing {
  readonly batch: BatchId;
  readonly place: number;
  /** "Chest CT". */
  readonly kind: string;
}

/** A single read: the read of a person goes to the standing batch of the project, in the place of its case. */
export function insertRead(tx: Transaction, read: Read, assignedAt: Instant): void {
  const one = tx.select().from(cases).where(eq(cases.id, read.case)).get();
  if (read.reader.kind === 'slot' || !one) {
    tx.insert(reads).values(rowOf(read, assignedAt)).run();
    moveCounts(tx, read.id, cameIn(read));
    return;
  }
  const batch = standingBatch(tx, idOf<ProjectId>(one.projectId), assignedAt);
  insertReadIn(tx, { read, assignedAt, standing: { batch, place: one.number, kind: '' } });
}

export interface NewRead {
  readonly read: Read;
  readonly assignedAt: Instant;
  readonly standing: Standing;
}

export function insertReadIn(tx: Transaction, { read, assignedAt, standing }: NewRead): void {
  const { batch: batchId, place, kind } = standing;
  tx.insert(reads)
    .values({ ...rowOf(read, assignedAt), batchId, place, kind })
    .run();
  moveCounts(tx, read.id, cameIn(read));
}

/** Many drafts of one new batch at once: its counts are written when all of them are in. */
export function insertDraftsIn(tx: Transaction, batch: BatchId, drafts: readonly NewRead[]): void {
  const put = tx.insert(reads).values(DRAFT).prepare();
  for (const {
    read,
    assignedAt,
    standing: { place, kind },
  } of drafts)
    put.run({ ...rowOf(read, assignedAt), batchId: batch, place, kind });
  countDrafts(
    tx,
    batch,
    drafts.map(({ read }) => read),
  );
}

const column = sql.placeholder;

/** The columns of a draft of a person. One row after the other through one prepared statement: to build a statement takes longest. */
const DRAFT = {
  ...{ id: column('id'), caseId: column('caseId'), userId: column('userId'), round: column('round') },
  protocolId: column('protocolId'),
  protocolVersion: column('protocolVersion'),
  protocolHash: column('protocolHash'),
  ...{ blinding: column('blinding'), raters: column('raters'), repeats: column('repeats'), state: column('state') },
  ...{ assignedAt: column('assignedAt'), batchId: column('batchId'), place: column('place'), kind: column('kind') },
};

const cameIn = ({ state }: Read): Counts => (state === 'draft' ? { open: 1, submitted: 0 } : { open: 0, submitted: 1 });

export interface EndedRead {
  readonly read: ReadId;
  readonly case: CaseId;
  readonly user: UserId;
  readonly how: Ending;
  readonly at: Instant;
  readonly because: string;
}

/** @returns false when it was no draft. */
export function endRead(
  tx: Transaction,
  { read, how, at, because }: Pick<EndedRead, 'read' | 'how' | 'at' | 'because'>,
): boolean {
  const draft = and(eq(reads.id, read), eq(reads.state, 'draft'));
  const ended = tx.update(reads).set({ state: how, endedAt: at, endedBecause: because }).where(draft).run().changes > 0;
  if (ended) moveCounts(tx, read, { open: -1, submitted: 0 });
  return ended;
}

/** A read that ended becomes a draft again, with what its reader had written. */
export function resumeRead(tx: Transaction, { id, protocol, blinding }: DraftRead): void {
  const ended = and(eq(reads.id, id), inArray(reads.state, [...ENDINGS]));
  const cited = { protocolId: protocol.protocol, protocolVersion: protocol.version, protocolHash: protocol.hash };
  const open = { state: 'draft', blinding, ...cited, endedAt: null, endedBecause: null };
  if (tx.update(reads).set(open).where(ended).run().changes > 0) moveCounts(tx, id, { open: 1, submitted: 0 });
}

/** What a reader was asked for once and is not any more. */
export const endedReadsOfCase = (on: Source, id: CaseId): EndedRead[] =>
  on
    .select()
    .from(reads)
    .where(and(eq(reads.caseId, id), inArray(reads.state, [...ENDINGS])))
    .orderBy(asc(reads.id))
    .all()
    .map(endedOf);

/** Whoever said that they cannot read a case, and why; in the order they did. */
export const excusedReadsOfProject = (on: Source, project: ProjectId): EndedRead[] =>
  on
    .select({ row: reads })
    .from(reads)
    .innerJoin(cases, eq(cases.id, reads.caseId))
    // Written out, because an index of a few rows is chosen for a literal only.
    .where(and(eq(cases.projectId, project), sql`${reads.state} = 'excused'`))
    .orderBy(asc(reads.endedAt), asc(reads.id))
    .all()
    .map(({ row }) => endedOf(row));

function endedOf(row: Row): EndedRead {
  const { userId, state, endedAt, endedBecause } = v.parse(Ended, row);
  return {
    read: idOf<ReadId>(row.id),
    case: idOf<CaseId>(row.caseId),
    user: idOf<UserId>(userId),
    how: state,
    at: instantOf(endedAt),
    because: endedBecause,
  };
}

const Ended = v.object({
  userId: v.string(),
  state: v.picklist(ENDINGS),
  endedAt: v.number(),
  endedBecause: v.string(),
});

/** Undefined where nobody measured. */
export function timeOfRead(on: Source, id: ReadId): ReadingTime | undefined {
  const row = on.select().from(reads).where(eq(reads.id, id)).get();
  return row && timeIn(row);
}

function timeIn({ activeSeconds: active, idleSeconds: idle }: Row): ReadingTime | undefined {
  return active === null || idle === null ? undefined : { active, idle };
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
  const submitted = tx.update(reads).set(frozen).where(draft).run().changes === 1;
  if (submitted) moveCounts(tx, id, { open: -1, submitted: 1 });
  return submitted;
}

/** Moves the drafts of a project, of whatever version, to another one; submitted reads keep theirs for ever. */
export function moveDrafts(
  tx: Transaction,
  { project, to }: { readonly project: ProjectId; readonly to: ProtocolCitation },
): void {
  const ofProject = tx.select({ id: cases.id }).from(cases).where(eq(cases.projectId, project));
  tx.update(reads)
    .set({ protocolId: to.protocol, protocolVersion: to.version, protocolHash: to.hash })
    .where(and(eq(reads.state, 'draft'), inArray(reads.caseId, ofProject)))
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
    ...(row.repeats !== null && { repeats: idOf<ReadId>(row.repeats) }),
  };
  if (row.state === 'draft') return { ...common, state: 'draft' };
  const { submittedAt, content, contentHash, journalSeq } = v.parse(Frozen, row);
  const time = timeIn(row);
  return {
    ...common,
    state: 'submitted',
    at: instantOf(submittedAt),
    content: v.parse(ReadContentSchema, JSON.parse(content)),
    hash: contentHash,
    journal: journalSeq,
    ...(time && { time }),
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
    repeats: read.repeats ?? null,
    state: read.state,
    assignedAt,
    ...frozen,
  };
}
