/** Images as they were admitted: de-identified Part 10 blobs, one index row per frame, and the cases people work on. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { projects, users } from './access.ts';

export const studies = sqliteTable(
  'studies',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    /** Remapped Study Instance UID. */
    uid: text('uid').notNull(),
    /** Keyed hash that is equal for studies of one patient within a project; tells nothing else. */
    patientKey: text('patient_key').notNull(),
    /** Orders the studies of one patient: the day, shifted by a number of days that nobody knows. Null without a date or patient. */
    shiftedDay: integer('shifted_day'),
  },
  (table) => [
    uniqueIndex('studies_uid').on(table.projectId, table.uid),
    index('studies_patient').on(table.projectId, table.patientKey, table.shiftedDay),
  ],
);

export const series = sqliteTable(
  'series',
  {
    id: text('id').primaryKey(),
    studyId: text('study_id')
      .notNull()
      .references(() => studies.id),
    uid: text('uid').notNull(),
    modality: text('modality').notNull(),
    number: integer('number'),
    /** Composed from structured attributes only, e.g. "Chest CT, 1.0 mm, kernel B50f". */
    label: text('label').notNull(),
  },
  (table) => [uniqueIndex('series_uid').on(table.studyId, table.uid)],
);

export const instances = sqliteTable(
  'instances',
  {
    id: text('id').primaryKey(),
    seriesId: text('series_id')
      .notNull()
      .references(() => series.id),
    /** Remapped SOP Instance UID. */
    sop: text('sop').notNull(),
    sopClass: text('sop_class').notNull(),
    instanceNumber: integer('instance_number'),
    rows: integer('rows').notNull(),
    columns: integer('columns').notNull(),
    /** 0 for an object stored without pixels. */
    frames: integer('frames').notNull(),
    /** Transfer Syntax UID of the stored frame bytes. */
    frameSyntax: text('frame_syntax').notNull(),
    /** SHA-256 of the de-identified Part 10 blob. */
    blob: text('blob').notNull(),
    /** FrameGeometry as JSON; frames of an enhanced object have theirs in `frames.geometry`. */
    geometry: text('geometry').notNull(),
    /** DICOM JSON of the kept attributes without pixel data. */
    metadata: text('metadata').notNull(),
  },
  (table) => [uniqueIndex('instances_sop').on(table.sop), index('instances_series').on(table.seriesId)],
);

export const frames = sqliteTable(
  'frames',
  {
    instanceId: text('instance_id')
      .notNull()
      .references(() => instances.id),
    /** 1-based. */
    number: integer('number').notNull(),
    /** Where the frame's bytes lie in the instance's blob. */
    offset: integer('offset').notNull(),
    length: integer('length').notNull(),
    sha256: text('sha256').notNull(),
    /** FrameGeometry as JSON where it differs from the instance's. */
    geometry: text('geometry'),
  },
  (table) => [primaryKey({ columns: [table.instanceId, table.number] })],
);

export const cases = sqliteTable(
  'cases',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    studyId: text('study_id')
      .notNull()
      .references(() => studies.id),
    /** 1-based within the project; the alias is "Case <number>". */
    number: integer('number').notNull(),
    /** `awaiting-look`, `ready` or `excluded`. */
    state: text('state').notNull(),
    /** Why a person has to look at the images first; empty when nobody has to. */
    lookReason: text('look_reason').notNull(),
    /** ClinicalContext as JSON. */
    context: text('context').notNull(),
    createdAt: integer('created_at').notNull(),
    /** How many reads it has, and how many of them are submitted: counted as they come and go. */
    reads: integer('reads').notNull().default(0),
    readsIn: integer('reads_in').notNull().default(0),
  },
  (table) => [
    uniqueIndex('cases_number').on(table.projectId, table.number),
    uniqueIndex('cases_study').on(table.studyId),
    index('cases_state').on(table.projectId, table.state, table.number),
    index('cases_unread').on(table.projectId, table.state, table.reads, table.number),
  ],
);

/** How many cases of a project are in one state with so many reads, so many of them submitted: kept by `kept-counts.ts`. */
export const caseCounts = sqliteTable(
  'case_counts',
  {
    projectId: text('project_id').notNull(),
    state: text('state').notNull(),
    reads: integer('reads').notNull(),
    readsIn: integer('reads_in').notNull(),
    cases: integer('cases').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.state, table.reads, table.readsIn] })],
);

/** One row per import; file names stay out, they may hold a name. */
export const imports = sqliteTable(
  'imports',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    by: text('by').references(() => users.id),
    at: integer('at').notNull(),
    /** Counts by outcome and code, as JSON. */
    summary: text('summary').notNull(),
  },
  (table) => [index('imports_project').on(table.projectId)],
);
