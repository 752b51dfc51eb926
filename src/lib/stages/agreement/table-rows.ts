/** What stands behind a chart, as rows: shown as a table, and saved as CSV with every digit. */
import { UNDEFINED_REASONS, type Estimate, type Interval } from '#domain/statistics/figure.ts';
import { intervalMethod } from './figure-words.ts';

export type Cell = string | number | null;

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const ESTIMATE_COLUMNS = ['Figure', 'Lower', 'Upper', 'Interval', 'n', 'Note'] as const;

/** In the order of `ESTIMATE_COLUMNS`. */
export function estimateCells({ figure, interval, n }: Estimate): Cell[] {
  if (figure.state === 'undefined')
    return [null, null, null, null, n, `undefined, because ${UNDEFINED_REASONS[figure.because]}`];
  if (interval.state === 'undefined') {
    return [figure.value, null, null, null, n, `no interval: ${UNDEFINED_REASONS[interval.because]}`];
  }
  return [figure.value, interval.lower, interval.upper, intervalMethod(interval), n, null];
}

/** Lower and upper bound, or two gaps. */
export const boundCells = (interval: Interval | null): [Cell, Cell] =>
  interval?.state === 'defined' ? [interval.lower, interval.upper] : [null, null];

/**
 * RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8. Text that a spreadsheet would take for a formula gets an
 * apostrophe in front.
 */
export const csvOf = ({ columns, rows }: Rows): string =>
  '\uFEFF' + [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
