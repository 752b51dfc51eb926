/** How figures and kinds of disagreement read on the page. */
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import { UNDEFINED_REASONS, type Estimate } from '#domain/statistics/figure.ts';

const MINUS = '\u2212';
const number = (value: number): string => value.toFixed(2).replace('-', MINUS);

export const valueText = ({ figure }: Estimate): string =>
  figure.state === 'defined' ? number(figure.value) : `undefined, because ${UNDEFINED_REASONS[figure.because]}`;

/** "95 % interval 0.31 to 0.72 (BCa, 2,000 resamples of cases)", the same without brackets from a formula, or why there is none. */
export function intervalText({ figure, interval }: Estimate): string {
  if (figure.state === 'undefined') return '';
  if (interval.state === 'undefined') return `no interval: ${UNDEFINED_REASONS[interval.because]}`;
  const { lower, upper, level } = interval;
  const bounds = `${String(Math.round(level * 100))} % interval ${number(lower)} to ${number(upper)}`;
  if (interval.method === 'analytic') return bounds;
  const how = interval.method === 'bca' ? 'BCa' : 'percentile';
  return `${bounds} (${how}, ${interval.resamples.toLocaleString('en-GB')} resamples of cases)`;
}

export const KIND_TEXT: Readonly<Record<DisagreementKind, string>> = {
  existence: 'existence',
  class: 'class',
  extent: 'extent',
  location: 'location',
  rating: 'rating',
  field: 'field',
};
