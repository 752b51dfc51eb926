/**
 * Some cases of a reader come again, so that the agreement of a reader with themselves can be told. The first time lies in the
 * earlier half of its group of cases, the second in the later half and with others between, and nothing tells them apart.
 */
import * as v from 'valibot';
import type { Random } from '#domain/kernel/random.ts';

export const RepeatsSchema = v.object({
  /** Of a reader's own cases. */
  share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.5)),
  /** How many other reads lie between, at least. */
  apart: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type Repeats = v.InferOutput<typeof RepeatsSchema>;

export interface Turn<T> {
  readonly of: T;
  readonly again: boolean;
}

/**
 * The list with the repeats in it. A group that is too short for the distance asked for has none.
 * @param groups cases that are read one after the other; a repeat stays within its group, where it does not stand out.
 */
export const withRepeats = <T>(groups: readonly (readonly T[])[], repeats: Repeats, random: Random): Turn<T>[] =>
  groups.flatMap((group) => repeatedIn(group, repeats, random));

function repeatedIn<T>(group: readonly T[], { share, apart }: Repeats, random: Random): Turn<T>[] {
  const half = Math.ceil(group.length / 2);
  const early = group.slice(0, half).flatMap((of, at) => (at + apart < group.length ? [{ of, at }] : []));
  const wanted = Math.max(1, Math.round(share * group.length));
  const chosen = random.shuffled(early).slice(0, wanted);
  const later = chosen.map(({ of, at }) => ({
    of,
    // Before this place of the list; its end is one of the places.
    before: random.int(Math.max(half, at + apart + 1), group.length),
  }));
  const again = Map.groupBy(later, ({ before }) => before);
  const comingAt = (place: number): Turn<T>[] => (again.get(place) ?? []).map(({ of }) => ({ of, again: true }));
  return [...group.flatMap((of, at) => [...comingAt(at), { of, again: false }]), ...comingAt(group.length)];
}
