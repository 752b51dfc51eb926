/** How figures read on the page. */
import type { Raters } from '#domain/reading/read.ts';
import { UNDEFINED_REASONS, type Estimate, type Interval } from '#domain/statistics/figure.ts';

const MINUS = '\u2212';

/** Two decimals with a true minus sign; "0.00" never gets one. */
export const numberText = (value: number, digits = 2): string =>
  value
    .toFixed(digits)
    .replace(/^-(0\.?0*)$/, '$1')
    .replace('-', MINUS);

export const valueText = ({ figure }: Estimate): string =>
  figure.state === 'defined' ? numberText(figure.value) : `undefined, because ${UNDEFINED_REASONS[figure.because]}`;

type Bounded = Extract<Interval, { readonly state: 'defined' }>;

export const intervalMethod = (interval: Bounded): string => {
  const level = `${String(Math.round(interval.level * 100))} %`;
  if (interval.method === 'analytic') return `${level}, published formula`;
  const how = interval.method === 'bca' ? 'BCa' : 'percentile';
  return `${level}, ${how}, ${interval.resamples.toLocaleString('en-GB')} resamples of patients`;
};

/** "0.31 to 0.72", or why there is none. */
export function intervalText(interval: Interval): string {
  if (interval.state === 'undefined') return `no interval: ${UNDEFINED_REASONS[interval.because]}`;
  return `${numberText(interval.lower)} to ${numberText(interval.upper)}`;
}

const FIGURES: Readonly<Record<string, string>> = {
  'percent-agreement': 'Percent agreement',
  'cohen-kappa': 'Cohen’s κ',
  'conger-kappa': 'Conger’s κ',
  'fleiss-kappa': 'Fleiss’ κ',
  'brennan-prediger': 'Brennan–Prediger',
  'gwet-ac': 'Gwet’s AC',
  'krippendorff-alpha': 'Krippendorff’s α',
  'positive-agreement': 'Positive agreement (F1)',
  'icc-1-1': 'ICC(1,1) = ICC(1)',
  'icc-2-1': 'ICC(2,1) = ICC(A,1)',
  'icc-3-1': 'ICC(3,1) = ICC(C,1)',
  'lin-ccc': 'Lin’s concordance',
};

export const figureName = (id: string, weights = ''): string =>
  `${FIGURES[id] ?? id}${weights === '' ? '' : `, ${weights} weights`}`;

/** The page says this once, under the plot. */
export const HOLDS = {
  fixed: 'The thick bar is a 95 % interval for these readers, over cases like these; patients are resampled.',
  formula: 'The thick bar is a 95 % interval by the published formula, over cases like these.',
  general: 'The thin bar holds for readers like these, too.',
} as const;

export const readerName = (reader: number): string => `Reader ${String(reader + 1)}`;

export const pairName = ([a, b]: readonly [number, number]): string => `${readerName(a)} and ${String(b + 1)}`;

export function ratersText({ id, raters }: { readonly id: string; readonly raters: Raters }): string {
  if (id === 'repeats') return 'the first read of a case beside the second one, no figure per reader';
  if (raters === 'interchangeable') return 'reader slots are not the same people throughout, no figure per reader';
  return 'readers identified';
}

/** From this share on, agreement by chance is so likely that κ falls although readers agree. */
const SKEWED = 0.8;

/** The paradox of κ in one sentence, where it may apply (Feinstein & Cicchetti 1990, J Clin Epidemiol 43:543). */
export const prevalenceWarning = (commonest: number | null): string | null =>
  commonest === null || commonest < SKEWED
    ? null
    : `${String(Math.round(commonest * 100))} % of all answers are the same one, so that chance alone would give much agreement: ` +
      'κ and α can be low here although readers rarely differ. Read them beside percent agreement.';
