/** An interval that comes from a formula, not from resampling. */
import { undefinedBecause, type Interval } from '../figure.ts';

/** @param level nominal coverage. Bounds that are not finite make no interval. */
export const analyticInterval = (lower: number, upper: number, level: number): Interval =>
  Number.isFinite(lower) && Number.isFinite(upper)
    ? { state: 'defined', lower, upper, level, method: 'analytic' }
    : undefinedBecause('unbounded');
