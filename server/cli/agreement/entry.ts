/** One line of the answer: a coefficient of a set under some weights, or why there is none. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { COEFFICIENT_IDS } from '#domain/statistics/chance-corrected/coefficient-rules.ts';
import { UNDEFINED_REASONS, type Estimate } from '#domain/statistics/figure.ts';

/** What a set is asked about, in the order of the answer. */
export const AGREEMENT_IDS = [
  ...COEFFICIENT_IDS,
  'icc-1-1',
  'icc-2-1',
  'icc-3-1',
  'icc-1-k',
  'icc-2-k',
  'icc-3-k',
  'lin-ccc',
  'bland-altman',
  'kendall-w',
  'dawid-skene',
] as const;

export type AgreementId = (typeof AGREEMENT_IDS)[number];

/** Whose agreement an interval speaks of. */
export type HoldsFor = 'these-raters' | 'raters-in-general';

/** Reader studies have ids of their own. */
export interface Entry<Id extends string = AgreementId> {
  readonly id: Id;
  readonly weights?: string;
  /** Krippendorff's name for what the weights amount to. */
  readonly metric?: string;
  readonly estimate: Estimate & { readonly se?: number; readonly pa?: number; readonly pe?: number };
  readonly holdsFor: HoldsFor;
  readonly details?: Json;
  /** The details in words, for people. */
  readonly note?: string;
  /** What a reader of the figure must know. */
  readonly warning?: string;
}

/** @param set where the file holds several */
export function entryJson(entry: Entry<string>, set?: string): Readonly<Record<string, Json | undefined>> {
  const { id, weights, metric, estimate, holdsFor, details, warning } = entry;
  const { figure, interval, n, se, pa, pe } = estimate;
  const names = { id, weights, metric, set };
  if (figure.state === 'undefined') {
    return { ...names, undefined: UNDEFINED_REASONS[figure.because], reason: figure.because };
  }
  const bounds: Record<string, Json | undefined> =
    interval.state === 'undefined'
      ? { ci95: null, ci95Undefined: UNDEFINED_REASONS[interval.because] }
      : {
          ci95: [interval.lower, interval.upper],
          method: interval.method,
          resamples: interval.method === 'analytic' ? undefined : interval.resamples,
          holdsFor,
        };
  return { ...names, value: figure.value, se, ...bounds, pa, pe, n, details, warning };
}

/** "0.43", "−78.10", "12.345": more digits where they matter, and a true minus. */
export const numberText = (value: number): string =>
  (Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3)).replace(/^-(?=.*[1-9])/, '−').replace(/^-/, '');

/** "0.43 (0.31 to 0.55)", without brackets where there is no interval. */
export function estimateText({ figure, interval }: Pick<Estimate, 'figure' | 'interval'>): string {
  if (figure.state === 'undefined') return UNDEFINED_REASONS[figure.because];
  if (interval.state === 'undefined') return numberText(figure.value);
  return `${numberText(figure.value)} (${intervalText(interval)})`;
}

export const intervalText = ({ lower, upper }: { readonly lower: number; readonly upper: number }): string =>
  `${numberText(lower)} to ${numberText(upper)}`;

/** A figure with its interval, inside the details of another. */
export function estimateJson({
  figure,
  interval,
}: Pick<Estimate, 'figure' | 'interval'>): Readonly<Record<string, Json>> {
  if (figure.state === 'undefined') return { undefined: UNDEFINED_REASONS[figure.because], reason: figure.because };
  return { value: figure.value, ci95: interval.state === 'defined' ? [interval.lower, interval.upper] : null };
}
