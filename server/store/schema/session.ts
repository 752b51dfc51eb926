/**
 * Sessions in the store. What happened stands in the ledger; these tables find a session by project, person or case without
 * replaying it, and hold the one thing the ledger must not know before a reveal: the ballots.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { projects, users } from './access.ts';
import { cases } from './ingest.ts';

export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    title: text('title').notNull(),
    scheduledAt: integer('scheduled_at').notNull(),
    openedAt: integer('opened_at'),
    closedAt: integer('closed_at'),
  },
  (table) => [index('sessions_project').on(table.projectId, table.scheduledAt)],
);

export const sessionSeats = sqliteTable(
  'session_seats',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    seat: text('seat').notNull(),
    /** `chair`, `panellist` or `observer`. */
    role: text('role').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.userId] }), index('session_seats_user').on(table.userId)],
);

export const sessionCases = sqliteTable(
  'session_cases',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    caseId: text('case_id')
      .notNull()
      .references(() => cases.id),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.caseId] }), index('session_cases_case').on(table.caseId)],
);

/** What the items of sessions are about and whether they are sealed, so that nobody replays sessions to be told. */
export const sessionItems = sqliteTable(
  'session_items',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    itemId: text('item_id').notNull(),
    caseId: text('case_id')
      .notNull()
      .references(() => cases.id),
    /** JSON array: ids of the lesions in question; of a case as a whole, of its reads. */
    about: text('about').notNull(),
    sealed: integer('sealed', { mode: 'boolean' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.itemId] })],
);

/** The ballot box: at most one ballot of one seat on one question of one round. */
export const ballots = sqliteTable(
  'ballots',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    itemId: text('item_id').notNull(),
    round: integer('round').notNull(),
    stage: integer('stage').notNull(),
    seat: text('seat').notNull(),
    /** Canonical JSON of the answer; `null` is an abstention. */
    answer: text('answer').notNull(),
    reason: text('reason'),
    clause: text('clause'),
    /** 256 bits, hexadecimal: opens the commitment in the ledger. */
    nonce: text('nonce').notNull(),
    castAt: integer('cast_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.itemId, table.round, table.stage, table.seat] })],
);
