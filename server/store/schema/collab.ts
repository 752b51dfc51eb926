/** The journal of free state: every accepted edit of a shared document, who made it and when. */
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Append-only; triggers refuse every change of a row (see `append-only.ts`). */
export const journal = sqliteTable(
  'journal',
  {
    /** Counts through all documents; ledger events name it, and a session replays by interleaving both logs. */
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    document: text('document').notNull(),
    /** A user id, or `server`. */
    user: text('user').notNull(),
    at: integer('at').notNull(),
    /** The Yjs update (version 1 encoding) exactly as it was applied. */
    data: blob('data', { mode: 'buffer' }).notNull(),
  },
  (table) => [index('journal_document').on(table.document, table.seq)],
);

/** The whole document as it was after row `upTo`, so that loading replays few rows. Derived; may be deleted. */
export const keyframes = sqliteTable('keyframe', {
  document: text('document').primaryKey(),
  upTo: integer('up_to').notNull(),
  data: blob('data', { mode: 'buffer' }).notNull(),
});

/** Which person a Yjs client id of a document belongs to: an id used by one can never be used by another. */
export const clientBindings = sqliteTable(
  'client_binding',
  {
    document: text('document').notNull(),
    client: integer('client').notNull(),
    user: text('user').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.document, table.client] })],
);
