/**
 * Who belongs to whom, all pairs considered together: as many pairs as possible, and among those the cheapest set. Shortest
 * augmenting paths with dual prices (Jonker & Volgenant 1987, Computing 38:325).
 */

/** For each row the columns it may be paired with, and at what cost, 0 or more. */
export type Costs = readonly ReadonlyMap<number, number>[];

/**
 * For each row the column it is paired with, or undefined. Pairs that no chain of possible pairs connects do not concern each
 * other, so each island of them is settled on its own: O(n³) in the largest island, not in the number of marks.
 */
export function assignment(costs: Costs): (number | undefined)[] {
  const paired = new Array<number | undefined>(costs.length).fill(undefined);
  for (const { rows, columns } of islandsOf(costs)) {
    pairsOf(rows.map((row) => columns.map((column) => costs[row]?.get(column)))).forEach((column, i) => {
      const row = rows[i];
      if (row !== undefined && column !== undefined) paired[row] = columns[column];
    });
  }
  return paired;
}

interface Island {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

function islandsOf(costs: Costs): Island[] {
  const rowsAt = new Map<number, number[]>();
  costs.forEach((row, i) => {
    for (const column of row.keys()) rowsAt.set(column, [...(rowsAt.get(column) ?? []), i]);
  });
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  return costs.flatMap((_, first): Island[] => {
    if (rows.has(first)) return [];
    const island = { rows: [first], columns: [] as number[] };
    rows.add(first);
    // The list grows while it is walked: rows reached over a column are walked in their turn.
    for (const row of island.rows) {
      for (const column of costs[row]?.keys() ?? []) {
        if (columns.has(column)) continue;
        columns.add(column);
        island.columns.push(column);
        const reached = (rowsAt.get(column) ?? []).filter((one) => !rows.has(one));
        for (const one of reached) rows.add(one);
        island.rows.push(...reached);
      }
    }
    return island.columns.length > 0 ? [island] : [];
  });
}

/** `costs[row][column]`, undefined where the two cannot be a pair. */
type Table = readonly (readonly (number | undefined)[])[];

function pairsOf(costs: Table): (number | undefined)[] {
  const columns = costs[0]?.length ?? 0;
  if (costs.length === 1 && columns === 1) return [0];
  const price = pricesOf(costs, columns);
  const state: Matching = {
    rowOf: new Array<number>(columns + costs.length).fill(-1),
    rowPrice: new Array<number>(costs.length).fill(0),
    columnPrice: new Array<number>(columns + costs.length).fill(0),
  };
  costs.forEach((_, row) => {
    augment(state, row, price);
  });
  const paired = new Array<number | undefined>(costs.length).fill(undefined);
  state.rowOf.forEach((row, column) => {
    if (row >= 0 && column < columns) paired[row] = column;
  });
  return paired;
}

interface Matching {
  /** The row each column is paired with, -1 for none. */
  readonly rowOf: number[];
  readonly rowPrice: number[];
  readonly columnPrice: number[];
}

type Price = (row: number, column: number) => number;

/**
 * Each row has a column of its own that stands for "alone". Staying alone costs more than any set of pairs, so that the number
 * of pairs is made as great as possible first; an impossible pair costs more still and is never chosen.
 */
function pricesOf(costs: Table, columns: number): Price {
  const highest = Math.max(0, ...costs.flatMap((row) => row.map((cost) => cost ?? 0)));
  const alone = (highest + 1) * (costs.length + 1);
  const impossible = alone * (costs.length + 2);
  return (row, column) => {
    if (column >= columns) return column - columns === row ? alone : impossible;
    return costs[row]?.[column] ?? impossible;
  };
}

interface Path {
  /** Length of the cheapest path to each column, reduced by the prices. */
  readonly distance: Float64Array;
  /** The column before each column on that path, -1 at its start. */
  readonly before: Int32Array;
  readonly settled: Set<number>;
  /** The unpaired column the path ends in, and its length. */
  last: number;
  length: number;
}

/** Pairs one more row: along the cheapest path to a free column every pair is turned over, and the prices are adjusted. */
function augment(state: Matching, start: number, price: Price): void {
  const path = cheapestPath(state, start, price);
  const { rowOf, rowPrice, columnPrice } = state;
  rowPrice[start] = at(rowPrice, start) + path.length;
  for (const column of path.settled) {
    const slack = path.length - at(path.distance, column);
    const owner = at(rowOf, column);
    columnPrice[column] = at(columnPrice, column) - slack;
    rowPrice[owner] = at(rowPrice, owner) + slack;
  }
  for (let column = path.last; column >= 0;) {
    const previous = at(path.before, column);
    rowOf[column] = previous < 0 ? start : at(rowOf, previous);
    column = previous;
  }
}

/** Dijkstra over columns; each row has a column of its own to stay alone in, so a free column is always found. */
function cheapestPath({ rowOf, rowPrice, columnPrice }: Matching, start: number, price: Price): Path {
  const distance = new Float64Array(rowOf.length).fill(Infinity);
  const path: Path = {
    distance,
    before: new Int32Array(rowOf.length).fill(-1),
    settled: new Set(),
    last: -1,
    length: 0,
  };
  for (let row = start; row >= 0;) {
    let nearest = -1;
    for (let column = 0; column < rowOf.length; column++) {
      if (path.settled.has(column)) continue;
      const through = path.length + price(row, column) - at(rowPrice, row) - at(columnPrice, column);
      if (through < at(distance, column)) {
        distance[column] = through;
        path.before[column] = path.last;
      }
      if (nearest < 0 || at(distance, column) < at(distance, nearest)) nearest = column;
    }
    path.length = at(distance, nearest);
    path.last = nearest;
    row = at(rowOf, nearest);
    if (row >= 0) path.settled.add(nearest);
  }
  return path;
}

/** The entry at an index that is known to exist. */
function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no entry ${String(index)}`);
  return value;
}
