/**
 * What may stand in which root of which document: the schema every value passes before it is accepted, in one table.
 * Roots that are not listed do not exist.
 */
import * as v from 'valibot';
import { FieldValueSchema } from '#domain/protocol/field.ts';
import { MarkSchema } from '#domain/reading/mark.ts';
import { CommentSchema } from './comment.ts';
import { JOINT, VertexSchema } from './joint.ts';
import type { DocumentName } from './names.ts';
import { ANSWERS, MARKS } from './read.ts';
import { RECORD } from './record.ts';
import { SEAT } from './seat.ts';
import {
  ABOUT,
  AGREEMENT,
  AboutSchema,
  DRAFT_TEXTS,
  PlanKeySchema,
  DraftCategorySchema,
  DraftClauseSchema,
  DraftExampleSchema,
  DraftFieldSchema,
  DraftFindingSchema,
  CATEGORIES,
  CLAUSES,
  EXAMPLES,
  FIELDS,
  FINDINGS,
  SESSION,
  type DraftRoot,
  type EntryRoot,
} from './protocol-draft.ts';
import { NOTES, NoteSchema, ownerOf } from './table.ts';

export type RootShape =
  /** Entry id → Y.Map of fields. `entry` is the schema of `{ id, ...fields }`, `fields` that of each field alone. */
  | {
      readonly kind: 'entries';
      readonly key: v.GenericSchema;
      readonly entry: v.GenericSchema;
      readonly fields: Readonly<Record<string, v.GenericSchema>>;
      /** Fields that are no registers but texts, which several people write at once. */
      readonly texts: readonly string[];
      /** Fields without which an entry is a fragment, shown and submitted nowhere. */
      readonly required: readonly string[];
      readonly maximum: number;
    }
  /** Key → JSON value. */
  | {
      readonly kind: 'values';
      readonly key: v.GenericSchema;
      readonly value: v.GenericSchema;
      readonly maximum: number;
    }
  /** Top-level key of a view → JSON; written by the server from its own types. */
  | { readonly kind: 'projection' };

const FieldKeySchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));
const LongText = 10_000;
const BoundedValueSchema = v.pipe(
  FieldValueSchema,
  v.check((value) => sizeOf(value) <= LongText, 'value too long'),
);

const MARK_ENTRIES = entriesShape({
  entry: MarkSchema,
  fields: { ...MarkSchema.pipe[0].entries, attributes: v.record(FieldKeySchema, BoundedValueSchema) },
  maximum: 2000,
});
const COMMENTS = entriesShape({ entry: CommentSchema, fields: CommentSchema.entries, maximum: 2000 });
const VERTICES = entriesShape({ entry: VertexSchema, fields: VertexSchema.entries, maximum: 5000 });
const ANSWER_VALUES: RootShape = { kind: 'values', key: FieldKeySchema, value: BoundedValueSchema, maximum: 200 };
const NOTE_VALUES: RootShape = { kind: 'values', key: FieldKeySchema, value: NoteSchema, maximum: 50 };
const PROJECTION: RootShape = { kind: 'projection' };
/** Everything in a draft may be missing; what it lacks is said when it is published. */
const draftShape = (root: EntryRoot, entry: DraftEntrySchema, maximum: number): RootShape =>
  entriesShape({ entry, fields: entry.entries, texts: DRAFT_TEXTS[root], maximum });
const DRAFT = {
  [ABOUT]: draftShape(ABOUT, AboutSchema, 1),
  [FINDINGS]: draftShape(FINDINGS, DraftFindingSchema, 40),
  [FIELDS]: draftShape(FIELDS, DraftFieldSchema, 400),
  [CLAUSES]: draftShape(CLAUSES, DraftClauseSchema, 400),
  [EXAMPLES]: draftShape(EXAMPLES, DraftExampleSchema, 100),
  [CATEGORIES]: draftShape(CATEGORIES, DraftCategorySchema, 40),
  [AGREEMENT]: { kind: 'values', key: PlanKeySchema, value: v.unknown(), maximum: 40 },
  [SESSION]: { kind: 'values', key: PlanKeySchema, value: v.unknown(), maximum: 40 },
} as const satisfies Record<DraftRoot, RootShape>;

/** All shapes by the name a version test gives them. */
export const SHAPES = { MARK_ENTRIES, COMMENTS, VERTICES, ANSWER_VALUES, NOTE_VALUES, PROJECTION, ...DRAFT } as const;

/** Null when this document has no such root. */
export function shapeOf(name: DocumentName, root: string): RootShape | null {
  switch (name.kind) {
    case 'read':
      return root === MARKS ? MARK_ENTRIES : root === ANSWERS ? ANSWER_VALUES : null;
    case 'table':
      return tableShape(root);
    case 'record':
      return root === RECORD ? PROJECTION : null;
    case 'seat':
      return root === SEAT ? PROJECTION : null;
    case 'protocol':
      return Object.hasOwn(DRAFT, root) ? DRAFT[root as keyof typeof DRAFT] : null;
  }
}

/** The root that everybody may write who may write anything in this document now. */
export function commonRootOf(name: DocumentName): string {
  switch (name.kind) {
    case 'read':
      return MARKS;
    case 'table':
      return JOINT;
    case 'record':
      return RECORD;
    case 'seat':
      return SEAT;
    case 'protocol':
      return ABOUT;
  }
}

/**
 * Whether entries of a root have the form they must have.
 * @param value JSON of the root or of a part of it: entry key → entry without its id, or key → value.
 * @returns null when it fits, else what does not, for logs. It quotes keys of the schema, never a value.
 *
 * A fragment fits: undoing something while another window or person changes it leaves entries with only some of their fields,
 * and refusing those would refuse honest work.
 */
export function validateRoot(
  name: DocumentName,
  root: string,
  value: Readonly<Record<string, unknown>>,
): string | null {
  const shape = shapeOf(name, root);
  if (!shape) return `no root ${root}`;
  for (const [key, entry] of Object.entries(value)) {
    const problem = problemOf(shape, key, entry);
    if (problem) return problem;
  }
  return null;
}

/** Whether an entry or a value may stand under this key. */
export const isKeyIn = (shape: RootShape, key: string): boolean => shape.kind !== 'projection' && v.is(shape.key, key);

/** Whether one field of an entry could be part of a valid entry. */
export function validateField(shape: RootShape, field: string, value: unknown): string | null {
  if (shape.kind !== 'entries') return 'not a root of entries';
  const schema = Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined;
  if (!schema) return `no field ${field.slice(0, 40)}`;
  return v.is(schema, value) ? null : `field ${field}`;
}

/** Whether fields are missing without which the entry means nothing. */
const isFragment = (shape: RootShape, entry: object): boolean =>
  shape.kind === 'entries' && shape.required.some((field) => !Object.hasOwn(entry, field));

function tableShape(root: string): RootShape | null {
  if (root === JOINT) return VERTICES;
  if (root === NOTES) return NOTE_VALUES;
  if (ownerOf(root) === null) return null;
  return root.startsWith('a:') ? MARK_ENTRIES : COMMENTS;
}

function problemOf(shape: RootShape, key: string, entry: unknown): string | null {
  switch (shape.kind) {
    case 'projection':
      return null;
    case 'values':
      return v.is(shape.key, key) && v.is(shape.value, entry) ? null : 'value';
    case 'entries': {
      if (typeof entry !== 'object' || entry === null || !isKeyIn(shape, key)) return 'entry';
      const stray = Object.entries(entry).find(([field, value]) => validateField(shape, field, value) !== null);
      if (stray) return `field ${stray[0].slice(0, 40)}`;
      if (isFragment(shape, entry)) return null;
      return v.is(shape.entry, { ...entry, id: key }) ? null : 'entry';
    }
  }
}

interface EntriesShape {
  readonly entry: v.GenericSchema;
  readonly fields: Readonly<Record<string, v.GenericSchema>> & { readonly id: v.GenericSchema };
  readonly texts?: readonly string[];
  readonly maximum: number;
}

type DraftEntrySchema = v.GenericSchema & { readonly entries: EntriesShape['fields'] };

/** The id of an entry is its key and no field. */
function entriesShape({ entry, fields, texts = [], maximum }: EntriesShape): RootShape {
  const named = Object.entries(fields).filter(([field]) => field !== 'id');
  const required = named.filter(([, schema]) => schema.type !== 'optional').map(([field]) => field);
  return { kind: 'entries', key: fields.id, entry, fields: Object.fromEntries(named), texts, required, maximum };
}

const sizeOf = (value: v.InferOutput<typeof FieldValueSchema>): number =>
  typeof value === 'string'
    ? value.length
    : Array.isArray(value)
      ? value.reduce((sum, text) => sum + text.length + 1, 0)
      : 8;
