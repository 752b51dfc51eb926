/** An axis of a chart: where a value lies, and which round numbers are written beside it. */

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** Place of a value on the drawing; values beyond the axis stay at its end. */
  place(value: number): number;
}

interface Drawn {
  /** Places of `from` and `to`, in the units of the drawing; the first may be the larger one. */
  readonly start: number;
  readonly end: number;
  /** About how many ticks there are to be. */
  readonly count?: number;
}

/** Goes from a tick to a tick and holds all values. */
export function axisOver(values: readonly number[], { start, end, count = 5 }: Drawn): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A single value, or values that differ by rounding alone, get an axis of their own size.
  const size = Math.max(1, Math.abs(low), Math.abs(high));
  const step = roundStep((high - low > 1e-9 * size ? high - low : size) / count);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const from = first * step;
  const to = (last > first ? last : first + 1) * step;
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => (first + i) * step);
  const place = (value: number): number =>
    start + Math.max(0, Math.min(1, (value - from) / (to - from))) * (end - start);
  return { from, to, ticks, place };
}

/** 1, 2 or 5 times a power of ten, at least as large as the step wanted. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((one) => one * power >= wanted * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** As many decimals as the ticks need. */
export function tickDigits({ ticks }: Pick<Axis, 'ticks'>): number {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
}
