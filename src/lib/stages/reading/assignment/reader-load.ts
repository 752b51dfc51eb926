/** How far each reader is over all batches: what is open, what of it is late, what is in. Late is said and locks nothing. */
import type { BatchProgress, MovedDates } from '#contract/assignments.ts';
import type { UserId } from '#domain/kernel/id.ts';

export interface ReaderLoad {
  readonly user: UserId;
  readonly open: number;
  /** Of the open ones those whose date has passed. */
  readonly late: number;
  readonly submitted: number;
  /** The first date by which something is still open; null where nothing open has a date. */
  readonly due: number | null;
}

export function readerLoads(batches: readonly BatchProgress[]): ReaderLoad[] {
  const shares = batches.flatMap(({ late, dueAt, readers }) =>
    readers.map(({ user, open, submitted }) => ({
      ...{ user, open, submitted },
      late: late ? open : 0,
      due: open > 0 ? dueAt : null,
    })),
  );
  return [...Map.groupBy(shares, ({ user }) => user)].map(([user, own]) => {
    const sum = (of: 'open' | 'late' | 'submitted'): number => own.reduce((total, share) => total + share[of], 0);
    const dates = own.flatMap(({ due }) => (due === null ? [] : [due]));
    const due = dates.length === 0 ? null : Math.min(...dates);
    return { user, open: sum('open'), late: sum('late'), submitted: sum('submitted'), due };
  });
}

export const COLUMNS = ['name', 'open', 'late', 'submitted', 'due'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly by: Column;
  readonly down: boolean;
}

/** Who has the same keeps the order of names, and whoever has no date stands last either way. */
export function ordered(
  loads: readonly ReaderLoad[],
  { by, down }: Order,
  names: ReadonlyMap<string, string>,
): ReaderLoad[] {
  const nameOf = ({ user }: ReaderLoad): string => names.get(user) ?? '';
  const byName = (a: ReaderLoad, b: ReaderLoad): number => nameOf(a).localeCompare(nameOf(b));
  const turned = (difference: number): number => (down ? -difference : difference);
  if (by === 'name') return loads.toSorted((a, b) => turned(byName(a, b)));
  return loads.toSorted((a, b) => {
    const [x, y] = [a[by], b[by]];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b);
    return turned(x - y) || byName(a, b);
  });
}

/** Which open reads of the chosen readers a new date is for. */
export function datesFor(
  batches: readonly BatchProgress[],
  users: ReadonlySet<string>,
  onlyLate: boolean,
): { readonly of: MovedDates['of']; readonly reads: number } {
  const of = batches
    .filter(({ late }) => late || !onlyLate)
    .map(({ id, readers }) => ({ id, readers: readers.filter(({ user, open }) => open > 0 && users.has(user)) }))
    .filter(({ readers }) => readers.length > 0);
  return {
    of: of.map(({ id, readers }) => ({ batch: id, users: readers.map(({ user }) => user) })),
    reads: of.reduce((sum, { readers }) => sum + readers.reduce((own, { open }) => own + open, 0), 0),
  };
}
