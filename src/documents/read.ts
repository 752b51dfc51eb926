/** The document `read:<id>`: one reader's private draft. Roots `marks` and `answers` (field id → value). */
import type * as Y from 'yjs';
import * as v from 'valibot';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { FieldValueSchema, type FieldValue, type FieldValues } from '#domain/protocol/field.ts';
import { ReadContentSchema, type ReadContent } from '#domain/reading/mark.ts';
import { entryJson, rootOf } from './entries.ts';
import { putValue, valuesOf } from './values.ts';

export const MARKS = 'marks';
export const ANSWERS = 'answers';

export const answersOf = (doc: Y.Doc): FieldValues => valuesOf(doc, ANSWERS, FieldValueSchema);

/** Sets the answer to one field of the case; undefined takes it back. */
export const putAnswer = (doc: Y.Doc, field: string, value: FieldValue | undefined): void => {
  putValue(doc, ANSWERS, [field, value]);
};

/** Everything in the draft, strictly: one invalid mark or answer refuses the whole (`invalid-read`). Marks oldest first. */
export function readContentOf(doc: Y.Doc): Result<ReadContent, Refusal> {
  const marks = rootOf(doc, MARKS);
  const content = {
    marks: [...marks.keys()].sort().map((id) => entryJson(id, marks.get(id))),
    answers: rootOf(doc, ANSWERS).toJSON(),
  };
  const parsed = v.safeParse(ReadContentSchema, content);
  return parsed.success ? ok(parsed.output) : err(refusal('invalid-read'));
}
