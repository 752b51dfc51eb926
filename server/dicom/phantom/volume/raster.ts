/**
 * Exact-area polygon filling: every structure of the phantom reaches a slice as a polygon whose coverage of each pixel
 * is computed, not sampled, so edges have the partial volume a scanner shows. Signed areas are accumulated along the
 * edges and summed per row (the accumulation-buffer method of R. Levien, "Inside the fastest font renderer", 2016).
 */

/** Axial pixel raster in patient mm (LPS: x to the left, y to the back). */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Centre-to-centre distance, mm. */
  readonly dx: number;
  readonly dy: number;
  /** Centre of the first pixel, mm. */
  readonly left: number;
  readonly top: number;
}

/** Flat list x0, y0, x1, y1 … in mm, implicitly closed. */
export type Polygon = ArrayLike<number>;

/** One axial slice being painted, row-major. */
export interface Slice {
  readonly grid: Grid;
  /** Height of the slice centre, mm, upwards. */
  readonly z: number;
  readonly hu: Float32Array;
  /** Share of each pixel that is lung, 0…1. */
  readonly lung: Float32Array;
  readonly mask: Float32Array;
  readonly edges: Float32Array;
}

export interface Tissue {
  readonly hu: number;
  /** Share of the tissue's own value, 1 when absent. */
  readonly opacity?: number;
  /** Only where this mask is. */
  readonly within?: Float32Array;
  /** Whether the tissue displaces lung; true when absent. */
  readonly displacesLung?: boolean;
  /** Only where it is denser than what is there. */
  readonly raises?: boolean;
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export function blankSlice(grid: Grid, z: number): Slice {
  const n = grid.columns * grid.rows;
  return {
    grid,
    z,
    hu: new Float32Array(n).fill(-1000),
    lung: new Float32Array(n),
    mask: new Float32Array(n),
    edges: new Float32Array((grid.columns + 3) * (grid.rows + 1)),
  };
}

/** Air everywhere again, so that one set of buffers serves all slices. */
export function clearSlice(slice: Slice): void {
  slice.hu.fill(-1000);
  slice.lung.fill(0);
}

/** Blends a tissue into the slice by coverage. */
export function paint(slice: Slice, polygon: Polygon, tissue: Tissue): void {
  const box = cover(slice, polygon);
  const { hu, lung, mask } = slice;
  const opacity = tissue.opacity ?? 1;
  const displaces = tissue.displacesLung ?? true;
  for (let y = box.y0; y < box.y1; y++) {
    for (let i = y * slice.grid.columns + box.x0, end = i + box.x1 - box.x0; i < end; i++) {
      let share = mask[i] ?? 0;
      if (share === 0) continue;
      if (tissue.within !== undefined) share *= tissue.within[i] ?? 0;
      const before = hu[i] ?? 0;
      if (tissue.raises === true && before >= tissue.hu) continue;
      hu[i] = before + (tissue.hu - before) * share * opacity;
      if (displaces) lung[i] = (lung[i] ?? 0) * (1 - share);
    }
  }
}

/** Fills slice.mask with the coverage of the polygon inside the returned box (upper bounds excluded). */
export function cover(slice: Slice, polygon: Polygon): Box {
  const { grid, mask, edges } = slice;
  const stride = grid.columns + 3;
  const box = boxOf(grid, polygon);
  const n = polygon.length;
  for (let k = 0; k < n; k += 2) {
    const m = k + 2 === n ? 0 : k + 2;
    traceEdge(slice, {
      x0: ((polygon[k] ?? 0) - grid.left) / grid.dx + 0.5,
      y0: ((polygon[k + 1] ?? 0) - grid.top) / grid.dy + 0.5,
      x1: ((polygon[m] ?? 0) - grid.left) / grid.dx + 0.5,
      y1: ((polygon[m + 1] ?? 0) - grid.top) / grid.dy + 0.5,
    });
  }
  for (let y = box.y0; y < box.y1; y++) {
    let sum = 0;
    for (let x = box.x0, e = y * stride + box.x0, i = y * grid.columns + box.x0; x < box.x1; x++, e++, i++) {
      sum += edges[e] ?? 0;
      const share = sum < 0 ? -sum : sum;
      mask[i] = share > 1 ? 1 : share < 1e-4 ? 0 : share;
    }
    edges.fill(0, y * stride + box.x0, y * stride + box.x1 + 3);
  }
  return box;
}

function boxOf(grid: Grid, polygon: Polygon): Box {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let k = 0; k < polygon.length; k += 2) {
    const x = polygon[k] ?? 0;
    const y = polygon[k + 1] ?? 0;
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  }
  const clamp = (v: number, high: number): number => Math.min(high, Math.max(0, v));
  return {
    x0: clamp(Math.floor((x0 - grid.left) / grid.dx), grid.columns),
    x1: clamp(Math.ceil((x1 - grid.left) / grid.dx) + 2, grid.columns),
    y0: clamp(Math.floor((y0 - grid.top) / grid.dy), grid.rows),
    y1: clamp(Math.ceil((y1 - grid.top) / grid.dy) + 2, grid.rows),
  };
}

/** One edge in pixel units, pixel i covering [i, i + 1). */
function traceEdge(slice: Slice, edge: Box): void {
  const { columns, rows } = slice.grid;
  if (edge.y0 === edge.y1) return;
  const down = edge.y0 < edge.y1;
  const sign = down ? 1 : -1;
  const [ax, ay, bx, by] = down ? [edge.x0, edge.y0, edge.x1, edge.y1] : [edge.x1, edge.y1, edge.x0, edge.y0];
  const slope = (bx - ax) / (by - ay);
  const last = Math.min(rows, Math.ceil(by));
  for (let y = Math.max(0, Math.floor(ay)); y < last; y++) {
    const from = Math.max(y, ay);
    const to = Math.min(y + 1, by);
    const xa = Math.min(columns, Math.max(0, ax + (from - ay) * slope));
    const xb = Math.min(columns, Math.max(0, ax + (to - ay) * slope));
    depositRow(slice.edges, y * (columns + 3), {
      low: Math.min(xa, xb),
      high: Math.max(xa, xb),
      d: (to - from) * sign,
    });
  }
}

function depositRow(edges: Float32Array, row: number, span: { low: number; high: number; d: number }): void {
  const { low, high, d } = span;
  const first = Math.floor(low);
  const last = Math.ceil(high);
  if (last <= first + 1) {
    const mid = 0.5 * (low + high) - first;
    add(edges, row + first, d - d * mid);
    add(edges, row + first + 1, d * mid);
    return;
  }
  // The area right of a slanted edge grows quadratically in its first and last pixel and linearly between them.
  const s = d / (high - low);
  let before = 0;
  let areaBefore = 0;
  for (let x = first; x <= last; x++) {
    const to = Math.min(x + 1, high);
    const from = Math.max(x, low);
    const crossed = Math.max(0, to - from);
    const area = x < last ? before + crossed * s * (x + 1 - 0.5 * (from + to)) : d;
    add(edges, row + x, area - areaBefore);
    areaBefore = area;
    before += crossed * s;
  }
}

function add(edges: Float32Array, at: number, value: number): void {
  edges[at] = (edges[at] ?? 0) + value;
}
