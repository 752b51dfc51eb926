/**
 * What somebody added to a table, as people remember it: not every pull at a corner, but that somebody shaped the outline.
 * Changes of one person to one thing that follow each other closely are one contribution.
 */
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { ItemId, Seat } from '#domain/kernel/id.ts';
import type { Person } from '#domain/session/view.ts';
import type { Change, ChangeKind } from './table-changes.ts';

/** A person as the record showed them at that moment: by name or by alias. */
export type Author = Pick<Person, 'label' | 'initials' | 'place'>;

export const SOMEBODY: Author = { label: 'Somebody', initials: '?', place: 0 };

export interface Contribution {
  readonly item: ItemId;
  /** Null where the server did it. */
  readonly seat: Seat | null;
  readonly author: Author;
  readonly kind: ChangeKind;
  readonly how: Change['how'];
  readonly about: string;
  readonly frame: FrameKey | null;
  readonly text: string | null;
  /** Where it began. */
  readonly from: number;
  /** Where it is complete, in milliseconds since the opening. */
  readonly ms: number;
  readonly changes: number;
}

/** Pauses shorter than this do not end a contribution. */
const PAUSE_MS = 5000;

export type Made = Pick<Contribution, 'item' | 'seat' | 'author' | 'ms'>;

/** Gathers changes in order of time. A person at the outline and another one who comments do not interrupt each other. */
export class Contributions {
  readonly #open = new Map<string, Contribution>();
  readonly #done: Contribution[] = [];

  /** @param changes of one update. */
  add(made: Made, changes: readonly Change[]): void {
    for (const same of Map.groupBy(changes, ({ kind, about }) =>
      kind === 'outline' ? kind : `${kind} ${about}`,
    ).values())
      this.#add(made, merged(same));
  }

  /** In the order in which they were completed. */
  all(): Contribution[] {
    return [...this.#done, ...this.#open.values()].sort((a, b) => a.ms - b.ms || a.from - b.from);
  }

  #add(made: Made, change: Change | null): void {
    if (!change) return;
    const key = [made.item, made.seat, change.kind, change.kind === 'outline' ? '' : change.about].join(' ');
    const open = this.#open.get(key);
    if (open && made.ms - open.ms <= PAUSE_MS && !(open.how === 'removed')) {
      this.#open.set(key, goneOn(open, made, change));
      return;
    }
    if (open) this.#done.push(open);
    this.#open.set(key, { ...made, ...change, from: made.ms, changes: 1 });
  }
}

/** What was just made and then shaped was made; what was taken back is gone, whatever it was before. */
const goneOn = (open: Contribution, made: Made, change: Change): Contribution => ({
  ...open,
  how: change.how === 'removed' && open.kind !== 'outline' ? 'removed' : open.how,
  frame: change.frame ?? open.frame,
  text: change.text ?? open.text,
  ms: made.ms,
  changes: open.changes + 1,
});

/** Many corners in one update are one change of the outline. */
function merged(changes: readonly Change[]): Change | null {
  const [first] = changes;
  if (!first) return null;
  const hows = new Set(changes.map(({ how }) => how));
  const frame = changes.findLast((change) => change.frame)?.frame ?? null;
  const text = changes.findLast((change) => change.text !== null)?.text ?? null;
  const about = changes.findLast((change) => change.about)?.about ?? '';
  return { ...first, about, frame, text, how: hows.size === 1 ? first.how : 'changed' };
}
