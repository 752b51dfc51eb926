/** Measurements as a rectangle without holes: what an analysis of variance needs, checked once. */
import { undefinedBecause, type Undefined } from '../figure.ts';

/** Items in rows, one number per rater in the order of the raters, null where a rater gave none. */
export type Measurements = readonly (readonly (number | null)[])[];

export interface Rectangle {
  readonly state: 'defined';
  readonly items: number;
  readonly raters: number;
  /** Row by row: `values[item * raters + rater]`, less `origin`, which no coefficient notices and rounding likes. */
  readonly values: Float64Array;
  /** The first measurement: numbers of its size were written down, and rounded, before it was taken off. */
  readonly origin: number;
}

/** Whether rater 1 is the same person for each item. Where they are not, nothing may be said about a rater. */
export interface RaterDesign {
  readonly interchangeable?: boolean;
}

/** The measurements as a rectangle, or the reason why they are none: an empty table, one rater, a hole. */
export function rectangleOf(measurements: Measurements): Rectangle | Undefined {
  const raters = Math.max(0, ...measurements.map((row) => row.length));
  if (measurements.length === 0 || raters === 0) return undefinedBecause('no-items');
  if (raters === 1) return undefinedBecause('one-rater');
  const origin = measurements[0]?.[0] ?? 0;
  const values = new Float64Array(measurements.length * raters);
  for (const [item, row] of measurements.entries()) {
    if (row.length < raters || row.includes(null)) return undefinedBecause('missing-ratings');
    row.forEach((value, rater) => (values[item * raters + rater] = (value ?? 0) - origin));
  }
  return { state: 'defined', items: measurements.length, raters, values, origin };
}
