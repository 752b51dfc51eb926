/** Figures of repeated measurements: the middle one with the whole range, so that nobody reads more into it than there is. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Linear interpolation between order statistics (Hyndman & Fan 1996, definition 7).
 * @param share 0 ≤ share ≤ 1. @throws Error when there are no values.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new Error('nothing was measured');
  return below + (above - below) * (at - Math.floor(at));
}

/** Rounded to a tenth. */
export function spreadOf(values: readonly number[]): Spread {
  const tenth = (share: number): number => Math.round(quantile(values, share) * 10) / 10;
  return { median: tenth(0.5), min: tenth(0), max: tenth(1) };
}
