/** A round brush drawn over the pixels of a frame: what it passes is painted, or rubbed out. */
import type { Mask } from './mask.ts';
import type { PixelPoint } from './point.ts';

export interface Brush {
  /** In pixels along a row. */
  readonly diameter: number;
  /** How much taller than wide a pixel is, so that the brush is round where the image is looked at. */
  readonly tall: number;
  readonly erasing: boolean;
}

export interface Stretch {
  readonly from: PixelPoint;
  readonly to: PixelPoint;
}

/**
 * Changes the mask in place: every pixel whose centre comes under the brush on its straight way, and at least the pixels in which
 * the way begins and ends. @param mask one sample per pixel.
 */
export function brushOver({ grid, bits }: Mask, { from, to }: Stretch, { diameter, tall, erasing }: Brush): void {
  const radius = diameter / 2;
  const value = erasing ? 0 : 1;
  const put = (x: number, y: number): void => {
    const [column, row] = [x - grid.left, y - grid.top];
    if (column >= 0 && row >= 0 && column < grid.width && row < grid.height) bits[row * grid.width + column] = value;
  };
  for (const [x, y] of [from, to]) put(Math.round(x), Math.round(y));
  const [left, right] = [Math.min(from[0], to[0]) - radius, Math.max(from[0], to[0]) + radius];
  const [top, bottom] = [Math.min(from[1], to[1]) - radius / tall, Math.max(from[1], to[1]) + radius / tall];
  for (let y = Math.max(grid.top, Math.ceil(top)); y <= Math.min(bottom, grid.top + grid.height - 1); y++)
    for (let x = Math.max(grid.left, Math.ceil(left)); x <= Math.min(right, grid.left + grid.width - 1); x++)
      if (squaredToWay([x, y * tall], [from[0], from[1] * tall], [to[0], to[1] * tall]) <= radius * radius) put(x, y);
}

type Place = readonly [x: number, y: number];

function squaredToWay(p: Place, a: Place, b: Place): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared;
  const t = Math.min(1, Math.max(0, along));
  return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2;
}
