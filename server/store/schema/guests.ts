/**
 * Guests of one session, from the link that invites them to the person who came in by it. Only the SHA-256 of the link's
 * secret is kept; when the session closed stands with the session.
 */
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { users } from './access.ts';
import { sessions } from './session.ts';

export const guests = sqliteTable(
  'guests',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    /** `panellist` or `observer`. */
    role: text('role').notNull(),
    /** Who is meant, in the words of whoever made the link. */
    label: text('label').notNull(),
    hash: text('hash').notNull(),
    createdBy: text('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    /** The person who came in; null while nobody has. */
    userId: text('user_id').references(() => users.id),
    enteredAt: integer('entered_at'),
    withdrawnAt: integer('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('guests_hash').on(table.hash),
    uniqueIndex('guests_user').on(table.userId),
    index('guests_session').on(table.sessionId),
  ],
);
