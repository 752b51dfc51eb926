/**
 * The draft as its reader edits it. Everything is written into the shared document, one change per gesture, and everything on
 * screen is read back from it; undo takes back this reader's own steps.
 */
import { createSubscriber } from 'svelte/reactivity';
import { v7 as newId } from 'uuid';
import type * as Y from 'yjs';
import { marksOf } from '#documents/marks.ts';
import { answersOf, putAnswer } from '#documents/read.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type { DrawnShape } from '#lib/viewer/viewer.ts';
import { beginLesion, describeLesion, eraseLesion, eraseMark, moveMark, outlineLesion } from './draft-edits.ts';
import { ownSteps } from './own-steps.ts';

export class Draft {
  readonly doc: Y.Doc;
  readonly #follow: () => void;
  readonly #undo: Y.UndoManager;
  canUndo = $state(false);
  canRedo = $state(false);

  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.#follow = createSubscriber((changed) => {
      doc.on('update', changed);
      return () => doc.off('update', changed);
    });
    this.#undo = ownSteps(doc);
    const told = (): void => {
      this.canUndo = this.#undo.canUndo();
      this.canRedo = this.#undo.canRedo();
    };
    this.#undo.on('stack-item-added', told);
    this.#undo.on('stack-item-popped', told);
  }

  readonly content = $derived.by((): ReadContent => {
    this.#follow();
    return { marks: marksOf(this.doc), answers: answersOf(this.doc) };
  });

  /** A new finding with its first outline. @returns the id of the lesion, which is that of the mark. */
  begin(shape: DrawnShape, finding: string): string {
    const id = newId();
    this.#step(() => beginLesion(this.doc, { id, shape }, finding));
    return id;
  }

  /** The same finding on another image. @returns the id of the mark, or null when the lesion is gone. */
  outline(lesion: string, shape: DrawnShape): string | null {
    const id = newId();
    return this.#step(() => outlineLesion(this.doc, { id, shape }, lesion)) ? id : null;
  }

  move(id: string, points: DrawnShape['points']): void {
    this.#step(() => moveMark(this.doc, id, points));
  }

  erase(id: string): void {
    this.#step(() => eraseMark(this.doc, id));
  }

  eraseLesion(lesion: string): void {
    this.#step(() => eraseLesion(this.doc, lesion));
  }

  /** Typing into one field is one step; so are answers given within half a second. */
  describe(lesion: string, field: string, value: FieldValue | undefined): void {
    describeLesion(this.doc, lesion, [field, value]);
  }

  answer(field: string, value: FieldValue | undefined): void {
    putAnswer(this.doc, field, value);
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  destroy(): void {
    this.#undo.destroy();
  }

  /** One gesture is one step to undo, however fast the next one follows. */
  #step<T>(run: () => T): T {
    this.#undo.stopCapturing();
    const done = run();
    this.#undo.stopCapturing();
    return done;
  }
}
