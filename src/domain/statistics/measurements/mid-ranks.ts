/** Ranks in which equal values share the mean of their places. */

export interface MidRanks {
  /** From 1, in the order of the values. */
  readonly ranks: Float64Array;
  /** Σ(t³ − t) over the groups of t equal values. */
  readonly ties: number;
}

export function midRanks(values: Float64Array): MidRanks {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let at = start; at < end; at++) ranks[order[at] ?? 0] = (start + 1 + end) / 2;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, ties };
}
