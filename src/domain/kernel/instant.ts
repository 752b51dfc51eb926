/** A moment, in whole milliseconds since 1970-01-01 UTC. */
declare const instant: unique symbol;
export type Instant = number & { readonly [instant]: true };

/** @throws RangeError when `ms` is no finite number. */
export function instantOf(ms: number): Instant {
  if (!Number.isFinite(ms)) throw new RangeError(`not a moment: ${String(ms)}`);
  return Math.trunc(ms) as Instant;
}
