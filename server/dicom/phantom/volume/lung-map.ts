/** A coarse map of where the lungs are, and how deep below the pleura: vessels grow and nodules settle by it. */
import type { Random } from '#domain/kernel/random.ts';
import type { Side } from './contour.ts';
import type { Grid } from './raster.ts';
import type { Vector } from './solid.ts';

export interface LungMap {
  /** Depth below the surface of the lung at a point, mm; 0 outside. */
  depth(at: Vector): number;
  /** A random point of one lung at least so deep below its surface, evenly spread. */
  sample(random: Random, side: Side, depth: number): Vector;
}

/** @param slices lung shares per slice, `step` mm apart, the first at height `z0`. */
export function lungMap(grid: Grid, slices: readonly Float32Array[], heights: { z0: number; step: number }): LungMap {
  const distances = depths(grid, slices, heights.step);
  const plane = grid.columns * grid.rows;
  const voxels: Record<Side, number[]> = { right: [], left: [] };
  distances.forEach((d, i) => {
    if (d <= 0) return;
    const x = grid.left + (i % grid.columns) * grid.dx;
    voxels[x > 0 ? 'left' : 'right'].push(i);
  });
  const place = (i: number): Vector => [
    grid.left + (i % grid.columns) * grid.dx,
    grid.top + Math.floor((i % plane) / grid.columns) * grid.dy,
    heights.z0 + Math.floor(i / plane) * heights.step,
  ];
  return {
    depth: ([x, y, z]) => {
      const column = Math.round((x - grid.left) / grid.dx);
      const row = Math.round((y - grid.top) / grid.dy);
      const slice = Math.round((z - heights.z0) / heights.step);
      if (column < 0 || row < 0 || slice < 0 || column >= grid.columns || row >= grid.rows) return 0;
      return distances[slice * plane + row * grid.columns + column] ?? 0;
    },
    sample: (random, side, depth) => {
      const list = voxels[side];
      let best: number | undefined;
      for (let tries = 0; tries < 400; tries++) {
        const i = list[random.int(0, list.length - 1)] ?? 0;
        if (best === undefined || (distances[i] ?? 0) > (distances[best] ?? 0)) best = i;
        if ((distances[best] ?? 0) >= depth) break;
      }
      const [x, y, z] = place(best ?? 0);
      const jitter = (): number => (random.unit() - 0.5) * grid.dx;
      return [x + jitter(), y + jitter(), z + jitter()];
    },
  };
}

/** Two-sweep chamfer distance to the nearest voxel that is not lung, mm. */
function depths(grid: Grid, slices: readonly Float32Array[], step: number): Float32Array {
  const { columns, rows } = grid;
  const plane = columns * rows;
  const out = new Float32Array(plane * slices.length);
  slices.forEach((lung, k) => lung.forEach((share, i) => (out[k * plane + i] = share > 0.5 ? 1e6 : 0)));
  const hops: readonly (readonly [number, number])[] = [
    [1, grid.dx],
    [columns, grid.dy],
    [plane, step],
    [columns + 1, Math.hypot(grid.dx, grid.dy)],
    [columns - 1, Math.hypot(grid.dx, grid.dy)],
    [plane + 1, Math.hypot(grid.dx, step)],
    [plane - 1, Math.hypot(grid.dx, step)],
    [plane + columns, Math.hypot(grid.dy, step)],
    [plane - columns, Math.hypot(grid.dy, step)],
  ];
  for (const direction of [-1, 1]) {
    for (let n = 0; n < out.length; n++) {
      const i = direction < 0 ? n : out.length - 1 - n;
      let d = out[i] ?? 0;
      if (d === 0) continue;
      // Outside the map there is no chest: its rim counts as surface.
      for (const [hop, cost] of hops) d = Math.min(d, (out[i + direction * hop] ?? 0) + cost);
      out[i] = d;
    }
  }
  return out;
}
