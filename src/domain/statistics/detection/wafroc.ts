/**
 * The area under the weighted AFROC curve: the chance that a lesion is rated above the surest false mark of another case, each
 * diseased case counting once however many lesions it has (Chakraborty & Zhai 2016, Med Phys 43:2548).
 */
import type { Times } from '../intervals/bootstrap.ts';
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import type { ScoredCase } from './scored-marks.ts';

/** Whose false marks count: those of normal cases, or of all ("wAFROC1"), which also is defined without normal cases. */
export type FalseMarksOf = 'normal-cases' | 'all-cases';

interface WafrocOptions {
  readonly falseMarksOf?: FalseMarksOf;
  /** Each lesion alike instead of each case: the AFROC area of Chakraborty 1989, on which classic JAFROC rests. */
  readonly lesionsAlike?: boolean;
  /** How often each case counts, for a bootstrap over patients; once each by default. */
  readonly times?: Times;
}

/**
 * θ = ΣΣ w·ψ(FP, z) over false-positive values and lesions, with ψ = 1 above, ½ level. An unmarked lesion and a case without a
 * false mark both have −∞, so they are level: the curve's last stretch is a straight line to (1, 1).
 */
export function wafroc(cases: readonly ScoredCase[], options: WafrocOptions = {}): Figure {
  const { falseMarksOf = 'normal-cases', lesionsAlike = false, times } = options;
  const counted = cases.map((scored, i) => ({ scored, times: times ? (times[i] ?? 0) : 1 }));
  const rivals = counted
    .filter(({ scored, times: n }) => n > 0 && (falseMarksOf === 'all-cases' || scored.lesions.length === 0))
    .map(({ scored, times: n }) => ({ value: Math.max(-Infinity, ...scored.falseMarks), times: n }));
  const diseased = counted.filter(({ scored, times: n }) => n > 0 && scored.lesions.length > 0);
  if (diseased.length === 0) return undefinedBecause('no-lesions');
  if (rivals.length === 0) return undefinedBecause('no-normal-cases');
  const below = shareBelow(rivals);
  let [sum, all] = [0, 0];
  for (const { scored, times: n } of diseased) {
    for (const { confidence, weight } of scored.lesions) {
      const share = n * (lesionsAlike ? 1 : weight);
      sum += share * below(confidence);
      all += share;
    }
  }
  return defined(sum / all);
}

interface Counted {
  readonly value: number;
  readonly times: number;
}

/** The share of the values below one, level ones half; looked up in a sorted list. */
function shareBelow(values: readonly Counted[]): (value: number) => number {
  const sorted = values.toSorted((a, b) => (a.value === b.value ? 0 : a.value - b.value));
  const upTo = new Float64Array(sorted.length + 1);
  sorted.forEach(({ times }, i) => (upTo[i + 1] = (upTo[i] ?? 0) + times));
  const all = upTo[sorted.length] ?? 0;
  const before = (beyond: (candidate: number) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (beyond(sorted[middle]?.value ?? Infinity)) high = middle;
      else low = middle + 1;
    }
    return upTo[low] ?? 0;
  };
  return (value) => (before((v) => v >= value) + before((v) => v > value)) / (2 * all);
}
