/** Decisions against the truth: how often one reader is right where the disease is and where it is not (Altman & Bland 1994, BMJ 308:1552, 309:102). */
import { undefinedBecause, type Estimate, type UndefinedReason } from '../figure.ts';
import { proportion, type ProportionMethod } from '../intervals/proportion.ts';

/** Cases by truth and decision, each case once. */
export interface Decisions {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

export interface DiagnosticAccuracy {
  /** Share called positive among the diseased. */
  readonly sensitivity: Estimate;
  /** Share called negative among the healthy. */
  readonly specificity: Estimate;
  /** Share diseased among those called positive; holds for the prevalence of these cases only, as the next. */
  readonly positivePredictiveValue: Estimate;
  /** Share healthy among those called negative. */
  readonly negativePredictiveValue: Estimate;
}

export function diagnosticAccuracy(decisions: Decisions, method: ProportionMethod = 'wilson'): DiagnosticAccuracy {
  const { truePositive, falsePositive, falseNegative, trueNegative } = decisions;
  const share = (count: number, others: number, because: UndefinedReason): Estimate => {
    if (count + others > 0) return proportion(count, count + others, { method });
    const nothing = undefinedBecause(because);
    return { figure: nothing, interval: nothing, n: 0 };
  };
  return {
    sensitivity: share(truePositive, falseNegative, 'no-diseased'),
    specificity: share(trueNegative, falsePositive, 'no-healthy'),
    positivePredictiveValue: share(truePositive, falsePositive, 'no-cases-called'),
    negativePredictiveValue: share(trueNegative, falseNegative, 'no-cases-called'),
  };
}
