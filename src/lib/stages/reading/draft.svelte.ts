/**
 * The draft as its reader edits it. Everything is written into the shared document, one change per gesture, and everything on
 * screen is read back from it; undo takes back this reader's own steps.
 */
import { createSubscriber } from 'svelte/reactivity';
import { v7 as newId } from 'uuid';
import type * as Y from 'yjs';
import { LOCAL } from '#documents/entries.ts';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import { answersOf, MARKS, putAnswer } from '#documents/read.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import { lesionsOf, type Lesion, type Mark, type ReadContent } from '#domain/reading/mark.ts';
import type { DrawnShape } from '#lib/viewer/viewer.ts';
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
    this.#step(() => putMark(this.doc, MARKS, { ...placed(shape), id, lesion: id, finding, attributes: {} }));
    return id;
  }

  /** The same finding on another image. @returns the id of the mark, or null when the lesion is gone. */
  outline(lesion: string, shape: DrawnShape): string | null {
    const found = this.#lesion(lesion);
    if (!found) return null;
    const id = newId();
    const { finding } = found;
    this.#step(() => putMark(this.doc, MARKS, { ...placed(shape), id, lesion, finding, attributes: {} }));
    return id;
  }

  move(id: string, points: DrawnShape['points']): void {
    const mark = marksOf(this.doc).find((m) => m.id === id);
    if (mark) this.#step(() => putMark(this.doc, MARKS, { ...mark, points: copied(points) }));
  }

  /** What a lesion's first mark says moves on to the next one, so that removing one outline loses no answer. */
  erase(id: string): void {
    const lesion = lesionsOf(this.content).find((l) => l.marks.some((m) => m.id === id));
    if (!lesion) return;
    const rest = lesion.marks.filter((m) => m.id !== id);
    const head = headOf(lesion);
    const heir = head?.id === id ? rest[0] : undefined;
    this.#step(() => {
      removeMark(this.doc, MARKS, id);
      if (heir) putMark(this.doc, MARKS, { ...heir, finding: lesion.finding, attributes: lesion.attributes });
    });
  }

  eraseLesion(lesion: string): void {
    const marks = this.#lesion(lesion)?.marks ?? [];
    this.#step(() => {
      for (const { id } of marks) removeMark(this.doc, MARKS, id);
    });
  }

  /** Sets one field of a lesion; undefined takes the answer back. */
  describe(lesion: string, field: string, value: FieldValue | undefined): void {
    const found = this.#lesion(lesion);
    const head = found && headOf(found);
    if (!head) return;
    const { [field]: _before, ...others } = head.attributes;
    const attributes = value === undefined ? others : { ...others, [field]: value };
    putMark(this.doc, MARKS, { ...head, attributes });
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
  #step(run: () => void): void {
    this.#undo.stopCapturing();
    this.doc.transact(run, LOCAL);
    this.#undo.stopCapturing();
  }

  #lesion(id: string): Lesion | undefined {
    return lesionsOf(this.content).find((lesion) => lesion.id === id);
  }
}

/** The mark whose finding and attributes count for the lesion. */
const headOf = ({ id, marks }: Lesion): Mark | undefined => marks.find((m) => m.id === id) ?? marks[0];

const copied = (points: DrawnShape['points']): [number, number][] => points.map(([x, y]) => [x, y]);

const placed = ({ tool, frame, points }: DrawnShape): Pick<Mark, 'tool' | 'frame' | 'points'> => ({
  tool,
  frame: { sop: frame.sop, frame: frame.frame },
  points: copied(points),
});
