/** A mask is a polygon seen as samples on a grid: a sample belongs to it when its centre lies inside (even–odd rule). */
import type { PixelPoint } from './point.ts';
import { boundsOf, type Polygon } from './polygon.ts';
import { rowAt, rowsIn, runsOf } from './runs.ts';

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

/** The union of polygons as a mask; what lies outside the grid is cut off. */
export function rasterised(polygons: readonly Polygon<'pixel'>[], grid: Grid): Mask {
  const [across, down] = [grid.width * grid.perPixel, grid.height * grid.perPixel];
  const [left, top] = [grid.left * grid.perPixel, grid.top * grid.perPixel];
  const bits = new Uint8Array(across * down);
  const runs = runsOf(polygons, grid.perPixel);
  for (let y = Math.max(0, runs.top - top); y < Math.min(down, runs.top + rowsIn(runs) - top); y++) {
    const row = rowAt(runs, top + y);
    for (let j = 0; j + 1 < row.length; j += 2) {
      const from = Math.min(across, Math.max(0, (row[j] ?? 0) - left));
      const to = Math.min(across, Math.max(from, (row[j + 1] ?? 0) - left));
      bits.fill(1, y * across + from, y * across + to);
    }
  }
  return { grid, bits };
}
