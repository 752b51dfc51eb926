/**
 * Wire shapes of the figures of agreement. Beside the figures travels what they were made of, as sheets, item by item and reader by
 * reader, so that a page can lead from a cell to the cases behind it. Readers are columns, drawn by lot for every look: column 0 is
 * "Reader 1" throughout one answer and somebody else in the next one.
 */
import type { CaseId } from '#domain/kernel/id.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import type { Raters } from '#domain/reading/read.ts';
import type { Estimate, Interval } from '#domain/statistics/figure.ts';

export interface AgreementFigures {
  readonly citation: ProtocolCitation;
  /** Cases the asker read or deliberates over: nothing of them is told. */
  readonly withheld: number;
  /** Reads that are equally blind and of one round; figures of different groups are never mixed. */
  readonly groups: readonly FigureGroup[];
  /** Agreement of the same people on the same questions before and after they discussed; no measure of reliability. */
  readonly convergence: readonly Convergence[];
}

export interface FigureGroup {
  readonly id: string;
  /** In words, e.g. "blind to all other reads". */
  readonly blinding: string;
  readonly round: number;
  readonly raters: Raters;
  readonly cases: number;
  readonly subjects: readonly Subject[];
}

/** What readers can agree about: a field, whether a finding is present, the marks of a finding, their diameters. */
export interface Subject {
  /** The same in every version of the protocol, e.g. `field:quality`. */
  readonly id: string;
  readonly label: string;
  readonly sheet: Sheet;
  readonly figures: SheetFigures;
  /** One figure, version by version, the oldest first; the last one is the version the page is about. */
  readonly trend: readonly TrendPoint[];
}

export const SCALES = ['categories', 'ordered', 'numbers', 'marks'] as const;
export type Scale = (typeof SCALES)[number];

export interface Sheet {
  /** Lesions exist by being marked, so nothing is corrected for chance there. */
  readonly unit: 'case' | 'lesion';
  /** `marks`: whether each reader marked the lesion, 1 or 0. */
  readonly scale: Scale;
  /** Unit of the numbers, e.g. "mm"; empty where there is none. */
  readonly measure: string;
  /** Their labels, and the numbers that stand for them; empty for numbers. */
  readonly categories: readonly string[];
  readonly scores: readonly number[];
  readonly raters: Raters;
  readonly readers: number;
  readonly items: readonly SheetItem[];
}

export interface SheetItem {
  readonly case: CaseId;
  readonly alias: string;
  /** Position of the lesion in the list of its case, 1-based; null where the item is the case. */
  readonly lesion: number | null;
  /** By reader: the place of the category, the number, or 1 and 0 for marks; null where the reader said nothing. */
  readonly values: readonly (number | null)[];
}

export interface SheetFigures {
  readonly coefficients: readonly NamedFigure[];
  /** Of each two readers; empty where readers are interchangeable. */
  readonly pairs: readonly PairFigure[];
  /** Of each reader, for marks only; empty where readers are interchangeable. */
  readonly readers: readonly ReaderFigures[];
  /** Of each two readers, for numbers only; empty where readers are interchangeable. */
  readonly limits: readonly PairLimits[];
  /** Share of the commonest answer among all answers; null where there are no categories. */
  readonly commonest: number | null;
}

export interface NamedFigure {
  /** As `consilium agreement` names it, or `positive-agreement`. */
  readonly id: string;
  /** How near answers count; empty where each answer is either the same or not. */
  readonly weights: string;
  /** Its interval holds for these readers and cases like these. */
  readonly estimate: Estimate;
  /** For readers like these, too; null where nothing is published or it was not asked for. */
  readonly general: Interval | null;
  readonly warning: string | null;
}

export interface PairFigure {
  readonly readers: readonly [number, number];
  readonly id: string;
  readonly estimate: Estimate;
}

export interface ReaderFigures {
  readonly reader: number;
  /** Cases this reader and at least one other have read. */
  readonly cases: number;
  /** Share of all lesions of those cases that this reader marked. */
  readonly detection: Estimate;
  /** Marks per case that nobody else made there. */
  readonly alone: Estimate;
}

export interface PairLimits {
  readonly readers: readonly [number, number];
  /** Mean of the first reader's value less the second's. */
  readonly bias: Estimate;
  readonly lower: Estimate;
  readonly upper: Estimate;
}

export interface TrendPoint {
  readonly version: number;
  readonly id: string;
  readonly estimate: Estimate;
}

export interface Convergence {
  readonly question: string;
  /** Items that were answered by at least two of the same people before and after. */
  readonly items: number;
  readonly before: Estimate;
  readonly after: Estimate;
  /** How many answers were another one after the discussion. */
  readonly changed: number;
  readonly answers: number;
}
