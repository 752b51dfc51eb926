/** Structs of one client, and ranges of deletions, lie one behind the other by clock: one that holds a clock is found by halving. */

/** @param list in order, without overlaps. @returns null when the clock lies in none of them. */
export function intervalWith<T>(
  list: readonly T[],
  clock: number,
  spanOf: (one: T) => { readonly start: number; readonly length: number },
): T | null {
  let [low, high] = [0, list.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one === undefined) return null;
    const { start, length } = spanOf(one);
    if (clock < start) high = middle - 1;
    else if (clock >= start + length) low = middle + 1;
    else return one;
  }
  return null;
}
