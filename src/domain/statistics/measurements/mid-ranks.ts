/** Ranks in which equal values share the mean of their places. */
import type { Times } from '../intervals/bootstrap.ts';

export interface MidRanks {
  /** From 1, in the order of the values. */
  readonly ranks: Float64Array;
  /** Σ(t³ − t) over the groups of t equal values. */
  readonly ties: number;
}

/** @returns the ranks where each value counts so many times; put in order once, however often it is asked. */
export function ranking(values: Float64Array): (times: Times) => MidRanks {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return (times) => {
    const ranks = new Float64Array(values.length);
    let [ties, below] = [0, 0];
    for (let start = 0; start < order.length;) {
      let [end, equal] = [start, 0];
      for (; end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]; end++)
        equal += times[order[end] ?? 0] ?? 0;
      for (let at = start; at < end; at++) ranks[order[at] ?? 0] = below + (equal + 1) / 2;
      ties += equal ** 3 - equal;
      below += equal;
      start = end;
    }
    return { ranks, ties };
  };
}

export const midRanks = (values: Float64Array): MidRanks => ranking(values)(new Float64Array(values.length).fill(1));
