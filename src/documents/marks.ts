/** Marks in a document: a root with one entry per mark. A drag is written once, when the pointer is released. */
import type * as Y from 'yjs';
import { MarkSchema, type Mark } from '#domain/reading/mark.ts';
import { entriesOf, putEntry, removeEntry } from './entries.ts';

/** The valid marks of a root, oldest first. @param root `marks` in a read, `a:<seat>` on a table. */
export const marksOf = (doc: Y.Doc, root = 'marks'): Mark[] => entriesOf(doc, root, MarkSchema);

/** Adds or changes a mark. Coordinates are rounded to 1/1000 px, so that equal drawings are equal values. */
export function putMark(doc: Y.Doc, root: string, mark: Mark): void {
  putEntry(doc, root, { ...mark, points: mark.points.map(([x, y]) => [thousandths(x), thousandths(y)]) });
}

export const removeMark = (doc: Y.Doc, root: string, id: string): void => {
  removeEntry(doc, root, id);
};

/** An undo that crossed another window's change can leave a mark with only some of its fields: see `isFragment` in shapes.ts. */
export const isWholeMark = (fields: object): boolean => FIELDS.every((field) => Object.hasOwn(fields, field));

const FIELDS = Object.keys(MarkSchema.pipe[0].entries).filter((field) => field !== 'id');

export const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
