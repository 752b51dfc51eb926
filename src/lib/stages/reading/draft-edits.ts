/** The edits a reader makes, on the document itself. Each keeps what was answered about a finding, whatever happens to an outline. */
import type * as Y from 'yjs';
import { LOCAL } from '#documents/entries.ts';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import { MARKS } from '#documents/read.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import { lesionsOf, type Lesion, type Mark } from '#domain/reading/mark.ts';
import type { DrawnShape } from '#lib/viewer/viewer.ts';

export interface NewMark {
  /** UUIDv7. */
  readonly id: string;
  readonly shape: DrawnShape;
}

/** A new finding with its first outline; the mark's id is also the lesion's. */
export function beginLesion(doc: Y.Doc, { id, shape }: NewMark, finding: string): void {
  putMark(doc, MARKS, { ...placed(shape), id, lesion: id, finding, attributes: {} });
}

/** The same finding on another image. False when the lesion is gone. */
export function outlineLesion(doc: Y.Doc, { id, shape }: NewMark, lesion: string): boolean {
  const found = lesionIn(doc, lesion);
  if (!found) return false;
  putMark(doc, MARKS, { ...placed(shape), id, lesion, finding: found.finding, attributes: {} });
  return true;
}

export function moveMark(doc: Y.Doc, id: string, points: DrawnShape['points']): void {
  const mark = marksOf(doc).find((one) => one.id === id);
  if (mark) putMark(doc, MARKS, { ...mark, points: copied(points) });
}

/** What a lesion's first mark says moves on to the next one, so that removing one outline loses no answer. */
export function eraseMark(doc: Y.Doc, id: string): void {
  const lesion = lesions(doc).find((one) => one.marks.some((mark) => mark.id === id));
  if (!lesion) return;
  const heir = headOf(lesion)?.id === id ? lesion.marks.find((mark) => mark.id !== id) : undefined;
  doc.transact(() => {
    removeMark(doc, MARKS, id);
    if (heir) putMark(doc, MARKS, { ...heir, finding: lesion.finding, attributes: lesion.attributes });
  }, LOCAL);
}

export function eraseLesion(doc: Y.Doc, lesion: string): void {
  doc.transact(() => {
    for (const { id } of lesionIn(doc, lesion)?.marks ?? []) removeMark(doc, MARKS, id);
  }, LOCAL);
}

/** Sets one field of a lesion; undefined takes the answer back. */
export function describeLesion(
  doc: Y.Doc,
  lesion: string,
  [field, value]: readonly [field: string, value: FieldValue | undefined],
): void {
  const found = lesionIn(doc, lesion);
  const head = found && headOf(found);
  if (!head) return;
  const { [field]: _before, ...others } = head.attributes;
  putMark(doc, MARKS, { ...head, attributes: value === undefined ? others : { ...others, [field]: value } });
}

const lesions = (doc: Y.Doc): Lesion[] => lesionsOf({ marks: marksOf(doc), answers: {} });

const lesionIn = (doc: Y.Doc, id: string): Lesion | undefined => lesions(doc).find((lesion) => lesion.id === id);

/** The mark whose finding and attributes count for the lesion. */
const headOf = ({ id, marks }: Lesion): Mark | undefined => marks.find((mark) => mark.id === id) ?? marks[0];

const copied = (points: DrawnShape['points']): [number, number][] => points.map(([x, y]) => [x, y]);

const placed = ({ tool, frame, points }: DrawnShape): Pick<Mark, 'tool' | 'frame' | 'points'> => ({
  tool,
  frame: { sop: frame.sop, frame: frame.frame },
  points: copied(points),
});
