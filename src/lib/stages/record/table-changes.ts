/** What one update changed on a table, in the words of people: a comment, a mark, the joint outline, a note. */
import * as v from 'valibot';
import * as Y from 'yjs';
import { JOINT } from '#documents/joint.ts';
import { commentsRootOf } from '#documents/comment.ts';
import { rootOf } from '#documents/entries.ts';
import { NOTES, marksRootOf } from '#documents/table.ts';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import type { Seat } from '#domain/kernel/id.ts';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';

export type ChangeKind = 'comment' | 'mark' | 'outline' | 'note';

export interface Change {
  readonly kind: ChangeKind;
  readonly how: 'added' | 'changed' | 'removed';
  /** The mark or comment; for the outline the frame it lies on. */
  readonly about: string;
  /** Where to look; null where it says nothing about a place. */
  readonly frame: FrameKey | null;
  /** What a comment says. */
  readonly text: string | null;
}

/** Collects what happens to a table. @returns a function that hands over what was collected since it was called last. */
export function watchTable(table: Y.Doc, seats: readonly Seat[]): () => Change[] {
  let seen: Change[] = [];
  const watch = (root: string, kind: ChangeKind): void => {
    rootOf(table, root).observeDeep((events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
      for (const event of events) seen.push(...changesOf(event, kind));
    });
  };
  for (const seat of seats) {
    watch(marksRootOf(seat), 'mark');
    watch(commentsRootOf(seat), 'comment');
  }
  watch(JOINT, 'outline');
  watch(NOTES, 'note');
  return () => {
    const collected = seen;
    seen = [];
    return collected;
  };
}

function changesOf(event: Y.YEvent<Y.AbstractType<unknown>>, kind: ChangeKind): Change[] {
  const [entry] = event.path;
  const root = event.currentTarget;
  if (!(root instanceof Y.Map)) return [];
  if (typeof entry === 'string') return [changeOf(root.get(entry), kind, { id: entry, how: 'changed' })];
  return [...event.changes.keys].map(([id, { action }]) =>
    changeOf(root.get(id), kind, { id, how: action === 'add' ? 'added' : action === 'delete' ? 'removed' : 'changed' }),
  );
}

function changeOf(entry: unknown, kind: ChangeKind, { id, how }: { id: string; how: Change['how'] }): Change {
  const field = (name: string): unknown => (entry instanceof Y.Map ? entry.get(name) : null);
  const frame = v.safeParse(FrameKeySchema, field('frame'));
  const text = field('text');
  return {
    kind,
    how,
    about: kind === 'outline' ? (frame.success ? frameText(frame.output) : '') : id,
    frame: frame.success ? frame.output : null,
    text: kind === 'comment' && typeof text === 'string' ? text : null,
  };
}
