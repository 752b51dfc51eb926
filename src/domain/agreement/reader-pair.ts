/** Agreement of each two readers, for the heat map readers × readers. It exists only where a reader is the same person throughout. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Reader, SubmittedRead } from '../reading/read.ts';
import { undefinedBecause, type Figure, type Undefined } from '../statistics/figure.ts';
import { positiveAgreement, type MarkedLesions } from '../statistics/detection/positive-agreement.ts';
import type { ComparedCase } from './agreement-summary.ts';

export interface ReaderPair {
  readonly readers: readonly [Reader, Reader];
  /** Cases both have read. */
  readonly cases: number;
  /** F1 of their lesions. */
  readonly positive: Figure;
}

export type ReaderPairs = { readonly state: 'defined'; readonly pairs: readonly ReaderPair[] } | Undefined;

/** Refused as a whole when any read comes from an interchangeable slot: "reader 2" would mix several people. */
export function readerPairs(cases: readonly ComparedCase[]): ReaderPairs {
  const reads = cases.flatMap((c) => c.reads);
  if (reads.some((read) => read.raters === 'interchangeable')) return undefinedBecause('interchangeable-raters');
  const readers = [...new Map(reads.map((read) => [canonicalJson(read.reader), read.reader]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, reader]) => reader);
  if (readers.length < 2) return undefinedBecause(readers.length === 1 ? 'one-rater' : 'no-items');
  const pairs = readers.flatMap((a, i) => readers.slice(i + 1).map((b) => pairOf(a, b, cases)));
  return { state: 'defined', pairs };
}

function pairOf(a: Reader, b: Reader, cases: readonly ComparedCase[]): ReaderPair {
  const common = cases.flatMap(({ reads, groups }): MarkedLesions[] => {
    const [first, second] = [readOf(a, reads), readOf(b, reads)];
    if (!first || !second) return [];
    const marked = groups.map(({ seen }) => seen.filter((s) => s.read === first.id || s.read === second.id).length);
    return [{ readers: 2, marked: marked.filter((m) => m > 0) }];
  });
  return { readers: [a, b], cases: common.length, positive: positiveAgreement(common) };
}

const readOf = (reader: Reader, reads: readonly SubmittedRead[]): SubmittedRead | undefined =>
  reads.find((read) => canonicalJson(read.reader) === canonicalJson(reader));
