/** Two readers measure the same items: what the methods that compare exactly two of them need, checked once. */
import { undefinedBecause, type Undefined } from '../figure.ts';
import { rectangleOf, type Measurements, type RaterDesign } from './measurements.ts';

export interface Pairs {
  readonly state: 'defined';
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** The two columns of the measurements, or the reason why they are none. */
export function pairsOf(measurements: Measurements, { interchangeable }: RaterDesign): Pairs | Undefined {
  const rectangle = rectangleOf(measurements);
  if (rectangle.state === 'undefined') return rectangle;
  if (rectangle.raters > 2) return undefinedBecause('more-than-two-raters');
  if (interchangeable === true) return undefinedBecause('interchangeable-raters');
  const column = (rater: number): Float64Array => rectangle.values.filter((_, i) => i % 2 === rater);
  return { state: 'defined', first: column(0), second: column(1) };
}
