/** The document `read:<id>`: one reader's private draft. Roots `marks` and `answers` (field id → value). */
import type * as Y from 'yjs';
import * as v from 'valibot';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { FieldValueSchema, type FieldValue, type FieldValues } from '#domain/protocol/field.ts';
import { ReadContentSchema, type ReadContent } from '#domain/reading/mark.ts';
import { rootOf } from './entries.ts';
import { isWholeMark } from './marks.ts';
import { putValue, valuesOf } from './values.ts';

export const MARKS = 'marks';
export const ANSWERS = 'answers';

export const answersOf = (doc: Y.Doc): FieldValues => valuesOf(doc, ANSWERS, FieldValueSchema);

/** Sets the answer to one field of the case; undefined takes it back. */
export const putAnswer = (doc: Y.Doc, field: string, value: FieldValue | undefined): void => {
  putValue(doc, ANSWERS, [field, value]);
};

/**
 * Everything in the draft, strictly: one invalid mark or answer refuses the whole (`invalid-read`). Fragments of marks, which
 * nobody ever sees, are left out. Marks oldest first.
 */
export const readContentOf = (doc: Y.Doc): Result<ReadContent, Refusal> =>
  readContentIn({ [MARKS]: rootOf(doc, MARKS).toJSON(), [ANSWERS]: rootOf(doc, ANSWERS).toJSON() });

/** The same from the JSON of the document's roots. */
export function readContentIn(roots: Readonly<Record<string, unknown>>): Result<ReadContent, Refusal> {
  const parsed = v.safeParse(RootsSchema, roots);
  if (!parsed.success) return err(refusal('invalid-read'));
  const { marks, answers } = parsed.output;
  const ids = Object.keys(marks)
    .filter((id) => isWholeMark(marks[id] ?? {}))
    .sort();
  const content = v.safeParse(ReadContentSchema, { marks: ids.map((id) => ({ ...marks[id], id })), answers });
  return content.success ? ok(content.output) : err(refusal('invalid-read'));
}

const RootsSchema = v.object({
  [MARKS]: v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
  [ANSWERS]: v.optional(v.record(v.string(), v.unknown()), {}),
});
