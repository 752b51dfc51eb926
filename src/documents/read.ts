/** The document `read:<id>`: one reader's private draft. Roots `marks` and `answers` (field id → value). */
import type * as Y from 'yjs';
import * as v from 'valibot';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { FieldValueSchema, type FieldValue, type FieldValues } from '#domain/protocol/field.ts';
import { ReadContentSchema, type ReadContent } from '#domain/reading/mark.ts';
import { rootOf } from './entries.ts';
import { putValue, valuesOf } from './values.ts';

export const MARKS = 'marks';
export const ANSWERS = 'answers';

export const answersOf = (doc: Y.Doc): FieldValues => valuesOf(doc, ANSWERS, FieldValueSchema);

/** Sets the answer to one field of the case; undefined takes it back. */
export const putAnswer = (doc: Y.Doc, field: string, value: FieldValue | undefined): void => {
  putValue(doc, ANSWERS, [field, value]);
};

/** Everything in the draft, strictly: one invalid mark or answer refuses the whole (`invalid-read`). Marks oldest first. */
export const readContentOf = (doc: Y.Doc): Result<ReadContent, Refusal> =>
  contentOfRoots({ [MARKS]: rootOf(doc, MARKS).toJSON(), [ANSWERS]: rootOf(doc, ANSWERS).toJSON() });

/** The same from the roots as JSON, as the collab server hands them out. */
export function contentOfRoots(roots: Readonly<Record<string, unknown>>): Result<ReadContent, Refusal> {
  const marks = roots[MARKS] ?? {};
  const content = {
    marks: Object.entries(marks)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, fields]) => withId(id, fields)),
    answers: roots[ANSWERS] ?? {},
  };
  const parsed = v.safeParse(ReadContentSchema, content);
  return parsed.success ? ok(parsed.output) : err(refusal('invalid-read'));
}

const withId = (id: string, fields: unknown): unknown =>
  typeof fields === 'object' && fields !== null ? { ...fields, id } : fields;
