/** Where a rising function crosses zero, to the last bit: slower than Newton's method, and it cannot miss. */

/** The x in [low, high] at which f turns from below zero to zero or above. @param f rising */
export function crossing(f: (x: number) => number, bracket: { readonly low: number; readonly high: number }): number {
  let { low, high } = bracket;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
}
