/** A table with one row per item and one column per rater, named `reader1`, `reader2` … An empty cell is a missing rating. */
import { CommandRefused } from '../command.ts';
import { isNotFinite, type RatingSet } from './rating-set.ts';

const RATER = /^(reader|rater|observer|judge)[ _]?\d+$/i;

export const isWideTable = (header: readonly string[]): boolean => header.filter((name) => RATER.test(name)).length > 1;

export class WideTable {
  readonly #header: readonly string[];
  readonly #columns: readonly number[];
  readonly #rows: (string | null)[][] = [];

  constructor(header: readonly string[]) {
    this.#header = header;
    this.#columns = header.flatMap((name, column) => (RATER.test(name) ? [column] : []));
  }

  /** @throws CommandRefused with the row and the column */
  add(cells: readonly string[], row: number): void {
    if (cells.length !== this.#header.length) {
      const column = this.#header[cells.length] ?? String(this.#header.length + 1);
      throw new CommandRefused(
        'column-count',
        `Row ${String(row)}, column ${column}: the row has ${String(cells.length)} columns, and the header has ${String(this.#header.length)}.`,
      );
    }
    const answers = this.#columns.map((column) => {
      const written = (cells[column] ?? '').trim();
      if (isNotFinite(written)) {
        throw new CommandRefused(
          'not-finite',
          `Row ${String(row)}, column ${this.#header[column] ?? ''}: “${written}” is no rating.`,
        );
      }
      return written === '' ? null : written;
    });
    this.#rows.push(answers);
  }

  ratings(): RatingSet {
    return { answers: { kind: 'ratings', rows: this.#rows }, raters: this.#columns.map((c) => this.#header[c] ?? '') };
  }
}
