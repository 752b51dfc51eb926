/** Reads: who reads which case under which protocol version; a submitted read carries its frozen content. */
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { users } from './access.ts';
import { cases } from './ingest.ts';

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
    /** `draft` or `submitted`. */
    state: text('state').notNull(),
    assignedAt: integer('assigned_at').notNull(),
    submittedAt: integer('submitted_at'),
    /** Canonical JSON of ReadContent, its SHA-256, and the journal number it was taken at. */
    content: text('content'),
    contentHash: text('content_hash'),
    journalSeq: integer('journal_seq'),
  },
  (table) => [
    uniqueIndex('reads_person').on(table.caseId, table.userId, table.round),
    index('reads_user').on(table.userId, table.state),
  ],
);
