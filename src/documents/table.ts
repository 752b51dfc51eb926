/**
 * The document `table:<session>:<item>`: the shared table of one item. Every seat has roots of its own (`a:<seat>` marks,
 * `c:<seat>` comments), so authorship is the place something stands in; `joint` and `notes` belong to all.
 */
import type * as Y from 'yjs';
import * as v from 'valibot';
import { idOf, isId, type Seat } from '#domain/kernel/id.ts';
import { putValue } from './values.ts';

export const NOTES = 'notes';

export const NoteSchema = v.pipe(v.string(), v.maxLength(10_000));

export const marksRootOf = (seat: Seat): string => `a:${seat}`;

/** Whose root this is: `a:<seat>` and `c:<seat>` have an owner, shared and unknown roots have none. */
export function ownerOf(root: string): Seat | null {
  const [prefix, seat, ...rest] = root.split(':');
  if ((prefix !== 'a' && prefix !== 'c') || seat === undefined || rest.length > 0) return null;
  return isId(seat) ? idOf<Seat>(seat) : null;
}

/** Seats that have left a mark or a comment on this table. */
export const seatsOn = (doc: Y.Doc): Seat[] => [
  ...new Set([...doc.share.keys()].map(ownerOf).filter((seat) => seat !== null)),
];

export const putNote = (doc: Y.Doc, key: string, text: string | undefined): void => {
  putValue(doc, NOTES, [key, text]);
};
