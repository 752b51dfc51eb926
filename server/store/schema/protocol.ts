/** Protocol versions as they were published: frozen content with its hash. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { projects, users } from './access.ts';

export const protocols = sqliteTable(
  'protocols',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('protocols_project').on(table.projectId)],
);

export const protocolVersions = sqliteTable(
  'protocol_versions',
  {
    protocolId: text('protocol_id')
      .notNull()
      .references(() => protocols.id),
    version: integer('version').notNull(),
    /** SHA-256 of the content. */
    hash: text('hash').notNull(),
    /** Canonical JSON of ProtocolContent. */
    content: text('content').notNull(),
    publishedAt: integer('published_at').notNull(),
    publishedBy: text('published_by')
      .notNull()
      .references(() => users.id),
  },
  (table) => [primaryKey({ columns: [table.protocolId, table.version] })],
);

/** The coded terms a project has brought along, as one list. */
export const codeLists = sqliteTable('code_lists', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projects.id),
  /** Name of the file they came in. */
  name: text('name').notNull(),
  /** JSON of ListedCode[]. */
  codes: text('codes').notNull(),
  keptAt: integer('kept_at').notNull(),
  keptBy: text('kept_by')
    .notNull()
    .references(() => users.id),
});
