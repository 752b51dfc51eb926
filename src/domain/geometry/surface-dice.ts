/**
 * The share of two surfaces that lies within a tolerance of the other, 0 to 1 (Nikolov et al. 2021, J Med Internet Res 23:e26151,
 * surface Dice at tolerance τ). Nobody needs the distances for that: pieces are put into cells as wide as the tolerance, and
 * a piece looks into its own cell and those around it until it finds one that is near enough.
 */
import type { Surface } from './surface.ts';

/** @param pairs surfaces in the same place, none of them empty. @param tolerance in mm. */
export function surfaceDice(pairs: readonly (readonly [Surface, Surface])[], tolerance: number): number {
  let [near, all] = [0, 0];
  for (const [a, b] of pairs) {
    near += sizeNear(a, cellsOf(b, tolerance)) + sizeNear(b, cellsOf(a, tolerance));
    all += sizeOf(a) + sizeOf(b);
  }
  return near / all;
}

const sizeOf = ({ sizes }: Surface): number => sizes.reduce((sum, size) => sum + size, 0);

/** Cells in a box around a surface, and the pieces in the order of their cells. */
interface Cells {
  readonly surface: Surface;
  readonly squared: number;
  readonly width: number;
  readonly low: Triple;
  readonly counts: Triple;
  /** The first piece of each cell in `pieces`; one more at the end. */
  readonly starts: Uint32Array;
  readonly pieces: Uint32Array;
}

type Triple = readonly [number, number, number];

/** Along each side of the box at most, so that large bodies with a small tolerance do not fill the memory with empty cells. */
const MOST_CELLS = 64;

function cellsOf(surface: Surface, tolerance: number): Cells {
  const [x, y, z] = [spanOf(surface, 0), spanOf(surface, 1), spanOf(surface, 2)];
  const longest = Math.max(x.high - x.low, y.high - y.low, z.high - z.low);
  // A hair more than the tolerance, as what lies exactly that far away counts.
  const width = Math.max(tolerance * 1.001, longest / MOST_CELLS, 1e-6);
  const count = ({ low, high }: Span): number => Math.floor((high - low) / width) + 1;
  const counts = [count(x), count(y), count(z)] as const;
  const cells = { surface, squared: (tolerance + 1e-9) ** 2, width, low: [x.low, y.low, z.low] as const, counts };
  const cellOf = Uint32Array.from(surface.sizes, (_, i) => {
    const [cx, cy, cz] = [cellAlong(cells, i, 0), cellAlong(cells, i, 1), cellAlong(cells, i, 2)];
    return (cz * counts[1] + cy) * counts[0] + cx;
  });
  return { ...cells, ...inCells(cellOf, counts[0] * counts[1] * counts[2]) };
}

/** Sorts pieces by their cells: counts, then places (counting sort). */
function inCells(cellOf: Uint32Array, count: number): Pick<Cells, 'starts' | 'pieces'> {
  const starts = new Uint32Array(count + 1);
  for (const cell of cellOf) starts[cell + 1] = (starts[cell + 1] ?? 0) + 1;
  for (let cell = 1; cell <= count; cell++) starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0);
  const next = starts.slice();
  const pieces = new Uint32Array(cellOf.length);
  cellOf.forEach((cell, piece) => {
    const place = next[cell] ?? 0;
    pieces[place] = piece;
    next[cell] = place + 1;
  });
  return { starts, pieces };
}

interface Span {
  readonly low: number;
  readonly high: number;
}

function spanOf({ places }: Surface, axis: 0 | 1 | 2): Span {
  let [low, high] = [Infinity, -Infinity];
  for (let i = axis; i < places.length; i += 3) {
    const value = places[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

const cellAlong = (
  { surface, low, width }: Pick<Cells, 'surface' | 'low' | 'width'>,
  piece: number,
  axis: 0 | 1 | 2,
): number => Math.floor(((surface.places[3 * piece + axis] ?? 0) - low[axis]) / width);

function sizeNear(from: Surface, to: Cells): number {
  let near = 0;
  for (let i = 0; i < from.sizes.length; i++) {
    const place = [from.places[3 * i] ?? 0, from.places[3 * i + 1] ?? 0, from.places[3 * i + 2] ?? 0] as const;
    if (isNear(place, to)) near += from.sizes[i] ?? 0;
  }
  return near;
}

function isNear(place: Triple, to: Cells): boolean {
  const own = (axis: 0 | 1 | 2): number => Math.floor((place[axis] - to.low[axis]) / to.width);
  const [x, y, z] = [own(0), own(1), own(2)];
  // What coincides lies in the same cell and is found at once.
  if (holdsNear(place, to, [x, y, z])) return true;
  for (let cz = z - 1; cz <= z + 1; cz++) {
    for (let cy = y - 1; cy <= y + 1; cy++) {
      for (let cx = x - 1; cx <= x + 1; cx++) if (holdsNear(place, to, [cx, cy, cz])) return true;
    }
  }
  return false;
}

function holdsNear([x, y, z]: Triple, { surface, squared, counts, starts, pieces }: Cells, cell: Triple): boolean {
  if (cell.some((at, axis) => at < 0 || at >= (counts[axis] ?? 0))) return false;
  const index = (cell[2] * counts[1] + cell[1]) * counts[0] + cell[0];
  const { places } = surface;
  for (let i = starts[index] ?? 0; i < (starts[index + 1] ?? 0); i++) {
    const at = 3 * (pieces[i] ?? 0);
    const [dx, dy, dz] = [(places[at] ?? 0) - x, (places[at + 1] ?? 0) - y, (places[at + 2] ?? 0) - z];
    if (dx * dx + dy * dy + dz * dz <= squared) return true;
  }
  return false;
}
