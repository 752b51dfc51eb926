/** A figure is a number or the reason why there is none: never NaN, and never 1 for want of contradiction. */

/** Why a figure or an interval does not exist, as a closed vocabulary; the sentence completes "undefined, because …". */
export const UNDEFINED_REASONS = {
  'no-items': 'nothing was rated by two or more readers',
  'one-item': 'n = 1: one case cannot show how readers agree by chance',
  'one-rater': 'there is only one reader',
  'one-category': 'everybody gave the same answer to everything, so agreement by chance is certain',
  'missing-ratings': 'some cases have fewer ratings than others, and this coefficient needs the same number for each',
  'no-marks': 'no reader marked anything',
  'interchangeable-raters':
    'reader slots are not the same people from case to case, so no figure may be kept per reader',
  'one-case': 'n = 1: an interval over cases needs at least two',
  'no-variation': 'every resample of the cases gives the same figure, so the data do not show how sure it is',
  'undefined-resamples': 'the figure does not exist for too many resamples of the cases',
  'items-alike': 'the values do not tell the items apart',
  'raters-differ-more': 'the raters differ so much more than the items that the formula has no meaning',
  'no-spread': 'what is compared does not vary, so the data do not show how sure it is',
  unbounded: 'the formula gives no usable bounds for these data',
  'more-than-two-raters': 'it compares two readers, and there are more',
  'after-discussion': 'the answers were given after a discussion, so they are not independent of each other',
  'too-few-answers': 'no item has three answers, and of two that differ nobody can say which is wrong',
  'no-diseased': 'no case with the disease was read',
  'no-healthy': 'no case without the disease was read',
  'no-cases-called': 'no case was called so',
  'no-decisions': 'there are ratings, but nobody said where a positive one begins',
  'no-confidence': 'marks do not say how sure they are, so there is no bar to be lowered',
  'one-treatment': 'there is only one way of reading, so there is nothing to compare it with',
  'no-lesions': 'no case has a lesion to be found',
  'no-normal-cases': 'there is no case without a lesion, and its false marks are what the figure rests on',
  'no-published-interval': 'no interval is published for it',
  'repeated-items': 'some items were measured more than once, and repeats are not independent of each other',
  'all-alike': 'the weights count all answers in use as the same, so agreement by chance is certain',
  'categories-undeclared': 'only one category occurs and nobody said which others there are',
  'pair-without-kappa': 'two of the readers gave the same single answer to everything, so their κ is undefined',
  'one-patient': 'all of it comes from one patient, so nobody knows how patients differ',
  'no-order': 'these weights need categories in an order, and nobody declared one',
  'no-true-zero': 'ratios need a true zero, and there are values below it',
  'category-unused': 'nobody used this category where somebody else rated, too',
  measurements: 'there are too many different answers: these are measurements, not categories',
  'not-numbers': 'the answers are not numbers',
  'few-raters': 'these readers are too few to speak for readers in general',
} as const;

export type UndefinedReason = keyof typeof UNDEFINED_REASONS;

export interface Undefined {
  readonly state: 'undefined';
  readonly because: UndefinedReason;
}

export type Figure = { readonly state: 'defined'; readonly value: number } | Undefined;

interface Bounds {
  readonly state: 'defined';
  readonly lower: number;
  readonly upper: number;
  /** Nominal coverage, 0.95 unless asked otherwise. */
  readonly level: number;
}

/** Bounds from resampling, or from a formula that somebody published (`analytic`). */
export type Interval =
  | (Bounds & { readonly method: 'bca' | 'percentile'; readonly resamples: number })
  | (Bounds & { readonly method: 'analytic' })
  | Undefined;

/** A figure with its interval and the number of units (cases) it rests on. */
export interface Estimate {
  readonly figure: Figure;
  readonly interval: Interval;
  readonly n: number;
}

export const defined = (value: number): Figure => ({ state: 'defined', value });
export const undefinedBecause = (because: UndefinedReason): Undefined => ({ state: 'undefined', because });

/** "0.43", or "undefined, because …". */
export const figureText = (figure: Figure, digits = 2): string =>
  figure.state === 'defined' ? figure.value.toFixed(digits) : `undefined, because ${UNDEFINED_REASONS[figure.because]}`;
