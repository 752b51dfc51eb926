/** How long seeking takes, said so that a machine busy with something else does not decide a test. */

export interface SeekTimes {
  /** Quantiles over all seeks as they were, in ms. */
  readonly half: number;
  readonly most: number;
  readonly worst: number;
  /** The slowest moment, each taken at its best pass: what the work itself costs, without waiting for the processor. */
  readonly slowestMoment: number;
  readonly text: string;
}

/** @param passes the same moments in the same order, several times. */
export function seekTimes(passes: readonly (readonly number[])[]): SeekTimes {
  const all = passes.flat().toSorted((a, b) => a - b);
  const at = (share: number): number => all[Math.ceil(all.length * share) - 1] ?? Infinity;
  const best = (passes[0] ?? []).map((_, i) => Math.min(...passes.map((pass) => pass[i] ?? Infinity)));
  const [half, most, worst, slowestMoment] = [at(0.5), at(0.95), at(1), Math.max(...best)];
  const ms = (value: number): string => value.toFixed(1);
  return {
    half,
    most,
    worst,
    slowestMoment,
    text: `${String(all.length)} seeks p50 ${ms(half)}, p95 ${ms(most)}, max ${ms(worst)} ms; slowest moment ${ms(slowestMoment)} ms`,
  };
}
