/**
 * A reader study as a table with one row per read: who read which case how, what is true, and how sure the reader was. Two
 * headers are known: that of the studies the statistics of several readers are taught with, and that of the VIPER archive.
 */
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ReaderStudy, StudyRead } from '#domain/statistics/reader-study/reader-study.ts';

/** Why a row cannot be read; the row counts from 1 with the header, the column is named. */
export interface StudyProblem {
  readonly code: 'bad-value' | 'rater-twice' | 'truth-twice' | 'empty';
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

interface Columns {
  readonly reader: string;
  readonly treatment: string;
  readonly case: string;
  readonly truth: string;
  readonly score: string;
  /** 1 for yes and 2 for no. */
  readonly decision?: string;
}

const LAYOUTS: readonly Columns[] = [
  { reader: 'reader', treatment: 'treatment', case: 'case', truth: 'truth', score: 'rating' },
  {
    reader: 'readerID',
    treatment: 'modality',
    case: 'caseID',
    truth: 'cancer365',
    score: 'score',
    decision: 'recall',
  },
];

const layoutOf = (header: readonly string[]): Columns | undefined =>
  LAYOUTS.find((layout) => Object.values(layout).every((column: string) => header.includes(column)));

export const isReaderStudy = (header: readonly string[]): boolean => layoutOf(header) !== undefined;

/** @param header one that `isReaderStudy` knows @param rows the cells of each row, after the header */
export function readerStudyOf(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
): Result<ReaderStudy, StudyProblem> {
  const columns = layoutOf(header);
  if (!columns) throw new RangeError('not the header of a reader study');
  const collector = new StudyCollector(columns, header);
  let row = 1;
  for (const cells of rows) {
    const problem = collector.add(cells, ++row);
    if (problem) return err(problem);
  }
  if (row === 1) return err({ code: 'empty', row: 1, column: columns.case, message: 'There is a header but no row.' });
  return ok(collector.study());
}

class StudyCollector {
  readonly #columns: Columns;
  readonly #places: ReadonlyMap<string, number>;
  readonly #treatments = new Places();
  readonly #readers = new Places();
  readonly #cases = new Places();
  readonly #diseased: boolean[] = [];
  readonly #reads: StudyRead[] = [];
  readonly #seen = new Set<string>();

  constructor(columns: Columns, header: readonly string[]) {
    this.#columns = columns;
    this.#places = new Map(header.map((name, place) => [name, place]));
  }

  add(cells: readonly string[], row: number): StudyProblem | undefined {
    const cell = (column: string): string => (cells[this.#places.get(column) ?? -1] ?? '').trim();
    const bad = (column: string, message: string, code: StudyProblem['code'] = 'bad-value'): StudyProblem => ({
      code,
      row,
      column,
      message,
    });
    const { reader, treatment, case: item, truth, score, decision } = this.#columns;
    for (const column of [reader, treatment, item]) {
      if (cell(column) === '') return bad(column, 'it is empty');
    }
    if (!['0', '1'].includes(cell(truth))) return bad(truth, 'it is neither 0 nor 1');
    const rating = numberIn(cell(score));
    if (rating === undefined) return bad(score, 'it is not a finite number');
    const called = decision === undefined ? null : DECISIONS.get(cell(decision));
    if (called === undefined) return bad(decision ?? score, 'it is neither 1 (yes) nor 2 (no)');
    const place = this.#cases.of(cell(item));
    const diseased = (this.#diseased[place] ??= cell(truth) === '1');
    if (diseased !== (cell(truth) === '1')) return bad(truth, 'the same case has another truth above', 'truth-twice');
    const read = {
      treatment: this.#treatments.of(cell(treatment)),
      reader: this.#readers.of(cell(reader)),
      case: place,
      score: rating,
      positive: called,
    };
    const key = `${String(read.treatment)} ${String(read.reader)} ${String(read.case)}`;
    if (this.#seen.has(key)) return bad(item, 'the same reader has read it so above', 'rater-twice');
    this.#seen.add(key);
    this.#reads.push(read);
    return undefined;
  }

  study(): ReaderStudy {
    return {
      treatments: this.#treatments.names,
      readers: this.#readers.names,
      diseased: this.#diseased,
      reads: this.#reads,
    };
  }
}

/** Names in the order of their first appearance. */
class Places {
  readonly #places = new Map<string, number>();

  of(name: string): number {
    const place = this.#places.get(name) ?? this.#places.size;
    this.#places.set(name, place);
    return place;
  }

  get names(): string[] {
    return [...this.#places.keys()];
  }
}

const DECISIONS: ReadonlyMap<string, boolean | null> = new Map([
  ['1', true],
  ['2', false],
  ['', null],
]);

/** Null for an empty cell, undefined for what is no finite number. */
function numberIn(text: string): number | null | undefined {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
