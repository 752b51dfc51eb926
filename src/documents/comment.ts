/** A comment on the table: text of one seat, anchored to a point of a frame, or to the item as a whole. */
import type * as Y from 'yjs';
import * as v from 'valibot';
import type { Seat } from '#domain/kernel/id.ts';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';
import { entriesOf, putEntry, removeEntry } from './entries.ts';
import { PositionSchema } from './position.ts';
import { ownerOf } from './table.ts';

export const CommentSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  /** Id of the first comment of the thread; equal to `id` on that first one. */
  thread: v.pipe(v.string(), v.uuid()),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(4000)),
  frame: v.optional(FrameKeySchema),
  /** In pixels of `frame`. */
  point: v.optional(PositionSchema),
  /** Number of the clause of the protocol that is meant, e.g. "4.2". */
  clause: v.optional(v.pipe(v.string(), v.maxLength(8))),
});
export type Comment = v.InferOutput<typeof CommentSchema>;

/** Who wrote a comment is the root it stands in, never a field of it. */
export type SeatedComment = Comment & { readonly seat: Seat };

const PREFIX = 'c:';

export const commentsRootOf = (seat: Seat): string => `${PREFIX}${seat}`;

export const commentsOf = (doc: Y.Doc, seat: Seat): SeatedComment[] =>
  entriesOf(doc, commentsRootOf(seat), CommentSchema).map((comment) => ({ ...comment, seat }));

/** The comments in the JSON of a table's roots, oldest first. What is no comment is left out. */
export const commentsIn = (roots: Readonly<Record<string, unknown>>): SeatedComment[] =>
  Object.entries(roots)
    .flatMap(([root, entries]) => {
      const seat = root.startsWith(PREFIX) ? ownerOf(root) : null;
      return seat ? Object.entries(entries ?? {}).map(([id, entry]) => ({ seat, id, entry: entry as unknown })) : [];
    })
    .flatMap(({ seat, id, entry }) => {
      const parsed = v.safeParse(CommentSchema, { ...(typeof entry === 'object' ? entry : {}), id });
      return parsed.success ? [{ ...parsed.output, seat }] : [];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The comments of several seats as threads: each in order of writing, threads in order of their first comment. */
export function threadsOf(doc: Y.Doc, seats: readonly Seat[]): SeatedComment[][] {
  const threads = new Map<string, SeatedComment[]>();
  const all = seats.flatMap((seat) => commentsOf(doc, seat)).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const comment of all) threads.set(comment.thread, [...(threads.get(comment.thread) ?? []), comment]);
  return [...threads.values()];
}

export const putComment = (doc: Y.Doc, seat: Seat, comment: Comment): void => {
  putEntry(doc, commentsRootOf(seat), comment);
};

export const removeComment = (doc: Y.Doc, seat: Seat, id: string): void => {
  removeEntry(doc, commentsRootOf(seat), id);
};
