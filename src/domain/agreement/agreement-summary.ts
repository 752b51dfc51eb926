/** How well readers agree over a set of cases, each figure with its interval, or with the reason why it does not exist. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { CaseId } from '../kernel/id.ts';
import type { Field, FieldValue } from '../protocol/field.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { Blinding, Raters, SubmittedRead } from '../reading/read.ts';
import { bootstrapped } from '../statistics/intervals/bootstrap.ts';
import { completeItems, countTable, type Category, type Ratings } from '../statistics/ratings/count-table.ts';
import type { Estimate } from '../statistics/figure.ts';
import { fleissKappa } from '../statistics/chance-corrected/fleiss-kappa.ts';
import { percentAgreement } from '../statistics/chance-corrected/percent-agreement.ts';
import { positiveAgreement } from '../statistics/detection/positive-agreement.ts';
import type { LesionGroup } from './lesion-group.ts';

/** One case with its reads of one round and the lesions they contain (`lesionGroups`). */
export interface ComparedCase {
  readonly case: CaseId;
  readonly reads: readonly SubmittedRead[];
  readonly groups: readonly LesionGroup[];
}

export interface AgreementSummary {
  readonly cases: number;
  /** `interchangeable` as soon as one read is: no figure per reader exists then. */
  readonly raters: Raters;
  /** Every way of blinding that occurs; agreement of unblinded reads is higher and is never shown without saying so. */
  readonly blindings: readonly Blinding[];
  /** Per case field, then per finding whether it is present in the case. */
  readonly ratings: readonly RatingAgreement[];
  readonly lesions: readonly LesionAgreement[];
}

export interface RatingAgreement {
  readonly about: { readonly kind: 'field' | 'finding-present'; readonly id: string };
  readonly percent: Estimate;
  readonly kappa: Estimate;
  /** Cases left out of κ because not every reader answered. */
  readonly dropped: number;
}

export interface LesionAgreement {
  readonly finding: string;
  readonly lesions: number;
  readonly positive: Estimate;
}

export interface Resampling {
  readonly seed: number;
  /** 2,000 by default. */
  readonly resamples?: number;
}

export function agreementSummary(
  cases: readonly ComparedCase[],
  protocol: ProtocolContent,
  resampling: Resampling,
): AgreementSummary {
  const reads = cases.flatMap((c) => c.reads);
  const fields = protocol.caseFields.filter(hasCategories).map(({ id }) => {
    const ratings = cases.map((c) => c.reads.map((read) => categoryOf(read.content.answers[id])));
    return ratingAgreement({ kind: 'field', id }, ratings, resampling);
  });
  const findings = protocol.findings.map(({ id }) => {
    const ratings = cases.map((c) => c.reads.map((read) => marks(read, id)));
    return ratingAgreement({ kind: 'finding-present', id }, ratings, resampling);
  });
  return {
    cases: cases.length,
    raters: reads.some((read) => read.raters === 'interchangeable') ? 'interchangeable' : 'identified',
    blindings: [...new Set(reads.map((read) => read.blinding))].sort(),
    ratings: [...fields, ...findings],
    lesions: protocol.findings.map(({ id }) => lesionAgreement(id, cases, resampling)),
  };
}

function ratingAgreement(about: RatingAgreement['about'], ratings: Ratings, resampling: Resampling): RatingAgreement {
  const paired = ratings.filter((row) => row.filter((rating) => rating !== null).length >= 2);
  // Without any pair the statistic itself says what is missing.
  const all = countTable(paired.length > 0 ? paired : ratings);
  const complete = completeItems(ratings);
  const table = countTable(complete.ratings);
  return {
    about,
    percent: bootstrapped({ ...resampling, units: all.items, statistic: (times) => percentAgreement(all, times) }),
    kappa: bootstrapped({ ...resampling, units: table.items, statistic: (times) => fleissKappa(table, times) }),
    dropped: complete.dropped,
  };
}

function lesionAgreement(finding: string, cases: readonly ComparedCase[], resampling: Resampling): LesionAgreement {
  const marked = cases.map(({ reads, groups }) => ({
    readers: reads.length,
    marked: groups.filter((group) => group.finding === finding).map((group) => group.seen.length),
  }));
  return {
    finding,
    lesions: marked.reduce((sum, c) => sum + c.marked.length, 0),
    positive: bootstrapped({
      ...resampling,
      units: cases.length,
      statistic: (times) => positiveAgreement(marked, times),
    }),
  };
}

/** Numbers and texts have no categories to agree on. */
const hasCategories = ({ kind }: Field): boolean => kind !== 'number' && kind !== 'confidence' && kind !== 'text';

const marks = (read: SubmittedRead, finding: string): boolean => read.content.marks.some((m) => m.finding === finding);

const categoryOf = (value: FieldValue | undefined): Category | null =>
  value === undefined ? null : Array.isArray(value) ? canonicalJson(value.toSorted()) : value;
