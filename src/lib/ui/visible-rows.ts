/** Of a long list of rows of one height, those that are in sight and a few around them: the rest is empty space. */
export interface Scrolled {
  readonly top: number;
  readonly height: number;
}

export interface VisibleRows {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

const AROUND = 6;

export function visibleRows(rows: number, rowHeight: number, { top, height }: Scrolled): VisibleRows {
  const from = Math.max(0, Math.floor(top / rowHeight) - AROUND);
  const to = Math.min(rows, Math.ceil((top + height) / rowHeight) + AROUND);
  return { from: Math.min(from, to), to };
}
