/** The ledger of ruled events, the first answers to commands, and the settings of this installation. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Append-only and hash-chained; triggers refuse every change of a row (see `append-only.ts`). */
export const ledger = sqliteTable(
  'ledger',
  {
    seq: integer('seq').primaryKey(),
    at: integer('at').notNull(),
    /** A user id, or `system`. */
    actor: text('actor').notNull(),
    stream: text('stream').notNull(),
    type: text('type').notNull(),
    /** Canonical JSON. */
    payload: text('payload').notNull(),
    /** The highest journal number when this event was committed: replay interleaves both logs by it. */
    journalSeq: integer('journal_seq').notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [index('ledger_stream').on(table.stream, table.seq)],
);

/** The first answer to each command, so that repeating a command is harmless. */
export const commandAnswers = sqliteTable(
  'command_answers',
  {
    actor: text('actor').notNull(),
    commandId: text('command_id').notNull(),
    at: integer('at').notNull(),
    answer: text('answer').notNull(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.commandId] })],
);

/** Facts about this installation, such as that `demo` made it. */
export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
