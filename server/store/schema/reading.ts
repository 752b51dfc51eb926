/** Reads: who reads which case under which protocol version; a submitted read carries its frozen content. */
import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { projects, users } from './access.ts';
import { cases } from './ingest.ts';

/** What was asked for together, with its date. The standing batch of a project, for single reads, bears the project's id. */
export const readBatches = sqliteTable(
  'read_batches',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    name: text('name').notNull(),
    dueAt: integer('due_at'),
    /** Its readers know a read by its place, because the number of a case would betray a repeat. */
    veiled: integer('veiled', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('read_batches_project').on(table.projectId)],
);

/** How far each reader of a batch is: counted as reads come, go and are submitted, so that nobody has to count a million. */
export const batchReaders = sqliteTable(
  'batch_readers',
  {
    batchId: text('batch_id')
      .notNull()
      .references(() => readBatches.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    open: integer('open').notNull(),
    submitted: integer('submitted').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.userId] }), index('batch_readers_user').on(table.userId)],
);

/** What a lead noted about a reader of the project: where they work, and which kinds of cases they may be given. */
export const readerProfiles = sqliteTable(
  'reader_profiles',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    institution: text('institution').notNull(),
    /** Kinds of cases as a JSON array; an empty one says nothing. */
    expertise: text('expertise').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.userId] })],
);

export const reads = sqliteTable(
  'reads',
  {
    id: text('id').primaryKey(),
    caseId: text('case_id')
      .notNull()
      .references(() => cases.id),
    /** The reader; null for a slot of an imported data set. */
    userId: text('user_id').references(() => users.id),
    slotLabel: text('slot_label'),
    slotSource: text('slot_source'),
    round: integer('round').notNull(),
    protocolId: text('protocol_id').notNull(),
    protocolVersion: integer('protocol_version').notNull(),
    protocolHash: text('protocol_hash').notNull(),
    blinding: text('blinding').notNull(),
    raters: text('raters').notNull(),
    /** `draft`, `submitted`, or how it ended without being submitted. */
    state: text('state').notNull(),
    assignedAt: integer('assigned_at').notNull(),
    submittedAt: integer('submitted_at'),
    /** Canonical JSON of ReadContent, its SHA-256, and the journal number it was taken at. */
    content: text('content'),
    contentHash: text('content_hash'),
    journalSeq: integer('journal_seq'),
    /** How long the reader worked on it and how long it only lay open, in seconds; null where nobody measured. */
    activeSeconds: integer('active_seconds'),
    idleSeconds: integer('idle_seconds'),
    /** Null for a slot of an imported data set. */
    batchId: text('batch_id').references(() => readBatches.id),
    /** Where the read stands in its reader's worklist, within its batch. */
    place: integer('place').notNull().default(0),
    /** What kind of case it is, in few words: "Chest CT". */
    kind: text('kind').notNull().default(''),
    /** The earlier read that this one repeats for the agreement of a reader with themselves. */
    repeats: text('repeats').references((): AnySQLiteColumn => reads.id),
    /** When and why it ended without being submitted. */
    endedAt: integer('ended_at'),
    endedBecause: text('ended_because'),
  },
  (table) => [
    uniqueIndex('reads_person').on(table.caseId, table.userId, table.round),
    index('reads_user').on(table.userId, table.state),
    index('reads_excused')
      .on(table.caseId)
      .where(sql`state = 'excused'`),
    index('reads_worklist').on(table.userId, table.batchId, table.state, table.place, table.id),
  ],
);

/** What each window told of its time at a draft, so that nothing counts twice. When the read is in, only the sums are left. */
export const readSittings = sqliteTable(
  'read_sittings',
  {
    readId: text('read_id')
      .notNull()
      .references(() => reads.id),
    sitting: text('sitting').notNull(),
    activeSeconds: integer('active_seconds').notNull(),
    idleSeconds: integer('idle_seconds').notNull(),
  },
  (table) => [primaryKey({ columns: [table.readId, table.sitting] })],
);

/** Readers whose flags a lead has stopped from withholding images. */
export const withholdingStops = sqliteTable(
  'withholding_stops',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    since: integer('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.userId] })],
);

/** What a reader told the lead about a case: something is wrong with it. Kept for ever; answered once. */
export const caseFlags = sqliteTable(
  'case_flags',
  {
    id: text('id').primaryKey(),
    caseId: text('case_id')
      .notNull()
      .references(() => cases.id),
    readId: text('read_id')
      .notNull()
      .references(() => reads.id),
    /** One of FLAG_KINDS. */
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    at: integer('at').notNull(),
    /** When and how a lead dealt with it. */
    settledAt: integer('settled_at'),
    settlement: text('settlement'),
  },
  (table) => [index('case_flags_case').on(table.caseId)],
);
