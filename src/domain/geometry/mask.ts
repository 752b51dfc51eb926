/** A mask is a polygon seen as samples on a grid: a sample belongs to it when its centre lies inside (even–odd rule). */
import type { PixelPoint } from './point.ts';
import { boundsOf, sidesOf, type Polygon } from './polygon.ts';

/** Samples in rows from the top left; pixel (left, top) is the first one, `perPixel` samples along each side of a pixel. */
export interface Grid {
  readonly left: number;
  readonly top: number;
  /** In whole pixels. */
  readonly width: number;
  readonly height: number;
  readonly perPixel: number;
}

export interface Mask {
  readonly grid: Grid;
  /** 1 inside, 0 outside; width · height · perPixel² entries. */
  readonly bits: Uint8Array;
}

/** The smallest grid of whole pixels around the points. Undefined without points. */
export function gridAround(points: readonly PixelPoint[], perPixel: number): Grid | undefined {
  const bounds = boundsOf(points);
  if (!bounds) return undefined;
  const [left, top] = [Math.floor(bounds.left + 0.5), Math.floor(bounds.top + 0.5)];
  return {
    left,
    top,
    width: Math.ceil(bounds.right + 0.5) - left,
    height: Math.ceil(bounds.bottom + 0.5) - top,
    perPixel,
  };
}

/** The union of polygons as a mask. */
export function rasterised(polygons: readonly Polygon<'pixel'>[], grid: Grid): Mask {
  const bits = new Uint8Array(grid.width * grid.height * grid.perPixel ** 2);
  for (const polygon of polygons) fill(polygon, grid, bits);
  return { grid, bits };
}

export function samplesIn({ bits }: Mask): number {
  let count = 0;
  for (const bit of bits) count += bit;
  return count;
}

/** Scan-line filling: between each pair of crossings of a row of samples everything is inside. */
function fill(polygon: Polygon<'pixel'>, grid: Grid, bits: Uint8Array): void {
  const across = grid.width * grid.perPixel;
  const rows = grid.height * grid.perPixel;
  for (const [row, crossings] of crossingsByRow(polygon, grid)) {
    if (row < 0 || row >= rows) continue;
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(columnAt(crossings[i] ?? 0, grid)));
      const to = Math.min(across, Math.ceil(columnAt(crossings[i + 1] ?? 0, grid)));
      bits.fill(1, row * across + from, row * across + Math.max(from, to));
    }
  }
}

function crossingsByRow(polygon: Polygon<'pixel'>, grid: Grid): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const [a, b] of sidesOf(polygon)) {
    const [upper, lower] = a[1] <= b[1] ? [a, b] : [b, a];
    const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
    for (let row = Math.ceil(rowAt(upper[1], grid)); row < rowAt(lower[1], grid); row++) {
      const y = grid.top - 0.5 + (row + 0.5) / grid.perPixel;
      const crossings = rows.get(row) ?? [];
      crossings.push(upper[0] + slope * (y - upper[1]));
      rows.set(row, crossings);
    }
  }
  return rows;
}

const columnAt = (x: number, grid: Grid): number => (x - grid.left + 0.5) * grid.perPixel - 0.5;
const rowAt = (y: number, grid: Grid): number => (y - grid.top + 0.5) * grid.perPixel - 0.5;
