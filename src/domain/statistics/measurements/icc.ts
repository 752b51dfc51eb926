/**
 * Intraclass correlation: which share of the spread of measurements is between the items measured. Six forms answer six
 * questions (Shrout & Fleiss 1979, Psychol Bull 86:420; McGraw & Wong 1996, Psychol Methods 1:30, name them otherwise).
 */
import { analyticInterval } from '../intervals/analytic-interval.ts';
import { fQuantile } from '../distributions/f-distribution.ts';
import { defined, undefinedBecause, type Estimate, type Figure, type Interval } from '../figure.ts';
import { meanSquaresOf, type MeanSquares } from './mean-squares.ts';
import { rectangleOf, type Measurements, type RaterDesign } from './measurements.ts';
import type { Times } from '../intervals/bootstrap.ts';

/** Each form with both of its names and the question it answers. `k` stands for the mean of all raters. */
export const ICC_FORMS = {
  'icc-1-1': { shroutFleiss: 'ICC(1,1)', mcGrawWong: 'ICC(1)', raters: 'any', of: 'one' },
  'icc-2-1': { shroutFleiss: 'ICC(2,1)', mcGrawWong: 'ICC(A,1)', raters: 'in general', of: 'one' },
  'icc-3-1': { shroutFleiss: 'ICC(3,1)', mcGrawWong: 'ICC(C,1)', raters: 'these', of: 'one' },
  'icc-1-k': { shroutFleiss: 'ICC(1,k)', mcGrawWong: 'ICC(k)', raters: 'any', of: 'mean' },
  'icc-2-k': { shroutFleiss: 'ICC(2,k)', mcGrawWong: 'ICC(A,k)', raters: 'in general', of: 'mean' },
  'icc-3-k': { shroutFleiss: 'ICC(3,k)', mcGrawWong: 'ICC(C,k)', raters: 'these', of: 'mean' },
} as const;

export type IccForm = keyof typeof ICC_FORMS;

/** Shown beside every figure of the forms (3,·). */
export const ICC_3_WARNING =
  'ICC(3,·) measures consistency: it ignores that one rater measures higher than another throughout';

/** Degrees of freedom of the F ratio behind the interval; Satterthwaite's (broken) `df2` for the forms (2,·). */
export interface FRatio {
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
}

export interface IccEstimate extends Estimate {
  readonly form: IccForm;
  /** Missing where the raters' differences do not vary, as the ratio is infinite then. */
  readonly details?: FRatio;
  readonly warning?: string;
}

interface IccOptions extends RaterDesign {
  /** Nominal coverage; 0.95 by default. */
  readonly level?: number;
}

/** One form with its F interval (Shrout & Fleiss 1979, p. 424–426). */
export function intraclassCorrelation(
  form: IccForm,
  measurements: Measurements,
  options: IccOptions = {},
): IccEstimate {
  const rectangle = rectangleOf(measurements);
  const n = measurements.length;
  const warning = ICC_FORMS[form].raters === 'these' ? { warning: ICC_3_WARNING } : {};
  const answer = (figure: Figure, interval: Interval): IccEstimate => ({ form, figure, interval, n, ...warning });
  if (rectangle.state === 'undefined') return answer(rectangle, rectangle);
  if (options.interchangeable === true && ICC_FORMS[form].raters !== 'any') {
    const refusal = undefinedBecause('interchangeable-raters');
    return answer(refusal, refusal);
  }
  const squares = meanSquaresOf(rectangle)();
  const figure = iccOf(form, squares);
  if (figure.state === 'undefined') return answer(figure, figure);
  const details = fRatioOf(form, squares);
  if (!details) return answer(figure, undefinedBecause('no-spread'));
  const interval = intervalOf(form, { squares, ratio: details, level: options.level ?? 0.95 });
  return { ...answer(figure, holds(interval, figure.value) ? interval : undefinedBecause('unbounded')), details };
}

/** The figures alone, as often as a bootstrap asks. @returns at most 1; below 0 where raters differ more than items. */
export function iccFigures(forms: readonly IccForm[], measurements: Measurements): (times?: Times) => Figure[] {
  const rectangle = rectangleOf(measurements);
  if (rectangle.state === 'undefined') return () => forms.map(() => rectangle);
  const squaresOf = meanSquaresOf(rectangle);
  return (times) => {
    const squares = squaresOf(times);
    return forms.map((form) => iccOf(form, squares));
  };
}

function iccOf(
  form: IccForm,
  { between: b, within: w, raters: j, error: e, items: n, judges: k }: MeanSquares,
): Figure {
  if (n < 2) return undefinedBecause('one-item');
  if (b === 0) return undefinedBecause('items-alike');
  switch (form) {
    case 'icc-1-1':
      return defined((b - w) / (b + (k - 1) * w));
    case 'icc-2-1':
      return defined((b - e) / (b + (k - 1) * e + (k * (j - e)) / n));
    case 'icc-3-1':
      return defined((b - e) / (b + (k - 1) * e));
    case 'icc-1-k':
      return defined((b - w) / b);
    case 'icc-2-k':
      return whole(b, j / n, e / n) > 0 ? defined((b - e) / (b + (j - e) / n)) : undefinedBecause('raters-differ-more');
    case 'icc-3-k':
      return defined((b - e) / b);
  }
}

/** between + raters − error, or 0 where nothing but rounding is left of them. */
function whole(between: number, raters: number, error: number): number {
  const sum = between + raters - error;
  return Math.abs(sum) <= 1e-9 * (between + raters + error) ? 0 : sum;
}

function fRatioOf(form: IccForm, squares: MeanSquares): FRatio | undefined {
  const { between, within, raters, error, items: n, judges: k } = squares;
  const oneWay = ICC_FORMS[form].raters === 'any';
  const noise = oneWay ? within : error;
  if (noise === 0) return undefined;
  const ratio = { f: between / noise, df1: n - 1, df2: oneWay ? n * (k - 1) : (n - 1) * (k - 1) };
  const single = iccOf('icc-2-1', squares);
  if (ICC_FORMS[form].raters !== 'in general' || single.state === 'undefined') return ratio;
  // Satterthwaite's degrees of freedom of a·JMS + b·EMS (McGraw & Wong 1996, table 7), both times n(1 − ρ).
  const a = k * single.value * raters;
  const c = (n * (1 + (k - 1) * single.value) - k * single.value) * error;
  return { ...ratio, df2: (a + c) ** 2 / (a ** 2 / (k - 1) + c ** 2 / ((n - 1) * (k - 1))) };
}

/** Satterthwaite's degrees of freedom can fall so low that the bounds leave the figure outside. */
const holds = (interval: Interval, value: number): boolean =>
  interval.state === 'defined' && interval.lower <= value && value <= interval.upper;

interface IntervalInput {
  readonly squares: MeanSquares;
  readonly ratio: FRatio;
  readonly level: number;
}

function intervalOf(form: IccForm, { squares, ratio: { f, df1, df2 }, level }: IntervalInput): Interval {
  const p = (1 + level) / 2;
  const k = squares.judges;
  const [down, up] = [fQuantile(p, df1, df2), fQuantile(p, df2, df1)];
  if (ICC_FORMS[form].raters !== 'in general') {
    const bound = ICC_FORMS[form].of === 'one' ? (x: number) => (x - 1) / (x + k - 1) : (x: number) => 1 - 1 / x;
    return analyticInterval(bound(f / down), bound(f * up), level);
  }
  const { between: b, raters: j, error: e, items: n } = squares;
  const spread = k * j + (k * n - k - n) * e;
  const lower = (n * (b / down - e)) / (spread + (n * b) / down);
  const upper = (n * (up * b - e)) / (spread + n * up * b);
  if (ICC_FORMS[form].of === 'one') return analyticInterval(lower, upper, level);
  return analyticInterval(stepUp(lower, k), stepUp(upper, k), level);
}

/** The reliability of the mean of k raters from that of one (Spearman 1910; Brown 1910); none below −1/(k − 1). */
const stepUp = (one: number, k: number): number => (one > -1 / (k - 1) ? (k * one) / (1 + (k - 1) * one) : -Infinity);
