/**
 * The draft as its reader edits it. Everything is written into the shared document, one change per gesture, and everything on
 * screen is read back from it; undo takes back this reader's own steps.
 */
import { createSubscriber } from 'svelte/reactivity';
import { v7 as newId } from 'uuid';
import type * as Y from 'yjs';
import { marksOf } from '#documents/marks.ts';
import { ANSWERS, MARKS, answersOf, putAnswer } from '#documents/read.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type { OwnSteps } from '#lib/collab/own-steps.ts';
import type { DrawnShape } from '#lib/viewer/viewer.ts';
import { beginLesion, describeLesion, eraseLesion, eraseMark, moveMark, outlineLesion } from './draft-edits.ts';

/** What a reader's undo is about: the whole draft. */
export const STEP_ROOTS: readonly string[] = [MARKS, ANSWERS];

export class Draft {
  readonly doc: Y.Doc;
  readonly #follow: () => void;
  readonly steps: OwnSteps;

  /** @param steps the reader's own steps in this draft; they outlive a document that is replaced. */
  constructor(doc: Y.Doc, steps: OwnSteps) {
    this.doc = doc;
    this.steps = steps;
    this.#follow = createSubscriber((changed) => {
      doc.on('update', changed);
      return () => doc.off('update', changed);
    });
  }

  readonly content = $derived.by((): ReadContent => {
    this.#follow();
    return { marks: marksOf(this.doc), answers: answersOf(this.doc) };
  });

  /** A new finding with its first outline. @returns the id of the lesion, which is that of the mark. */
  begin(shape: DrawnShape, finding: string): string {
    const id = newId();
    beginLesion(this.doc, { id, shape }, finding);
    return id;
  }

  /** The same finding on another image. @returns the id of the mark, or null when the lesion is gone. */
  outline(lesion: string, shape: DrawnShape): string | null {
    const id = newId();
    return outlineLesion(this.doc, { id, shape }, lesion) ? id : null;
  }

  move(id: string, points: DrawnShape['points']): void {
    moveMark(this.doc, id, points);
  }

  erase(id: string): void {
    eraseMark(this.doc, id);
  }

  eraseLesion(lesion: string): void {
    eraseLesion(this.doc, lesion);
  }

  /** Typing into one field is one step. */
  describe(lesion: string, field: string, value: FieldValue | undefined): void {
    this.steps.labelled(`${lesion} ${field}`, () => describeLesion(this.doc, lesion, [field, value]));
  }

  answer(field: string, value: FieldValue | undefined): void {
    this.steps.labelled(field, () => putAnswer(this.doc, field, value));
  }
}
