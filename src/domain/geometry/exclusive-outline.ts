/**
 * Outlines drawn one pixel outside. LIDC-IDRI readers drew through the first pixels that no longer belong to the nodule
 * (Armato et al. 2011, Med Phys 38:915, doi:10.1118/1.3528204; the data set's own notes say the same), so the nodule is the
 * set of pixels strictly inside the line. Measuring the line itself makes every nodule up to two pixels too wide; outlines
 * are therefore converted before any area, Dice or diameter is taken.
 */
import { gridAround, rasterised, type Mask } from './mask.ts';
import { pixelPoint, type PixelPoint } from './point.ts';
import { sidesOf, type Polygon } from './polygon.ts';
import { tracedOutlines } from './traced-outline.ts';

export interface ExclusiveOutline {
  /** Centres of the pixels the line runs through, in whole pixel coordinates. */
  readonly polygon: Polygon<'pixel'>;
  /** False for a hole: the pixels strictly inside it do not belong to the lesion, its line does. */
  readonly included: boolean;
}

/**
 * All outlines of one reader's lesion on one frame → inclusive outlines along the outer edges of the lesion's pixels,
 * one per connected patch, holes joined by a cut. Empty when no pixel lies strictly inside (a line one pixel wide).
 */
export function inclusiveOutlines(outlines: readonly ExclusiveOutline[]): PixelPoint[][] {
  const mask = pixelsInside(outlines);
  return mask ? tracedOutlines(mask) : [];
}

/** The lesion's pixels, one sample each. Undefined without outlines. */
export function pixelsInside(outlines: readonly ExclusiveOutline[]): Mask | undefined {
  const grid = gridAround(
    outlines.flatMap((o) => o.polygon),
    1,
  );
  if (!grid) return undefined;
  const bits = new Uint8Array(grid.width * grid.height);
  const ordered = [...outlines.filter((o) => o.included), ...outlines.filter((o) => !o.included)];
  for (const { polygon, included } of ordered) {
    const inner = rasterised([polygon], grid).bits;
    for (const [x, y] of pixelsUnder(polygon)) inner[(y - grid.top) * grid.width + x - grid.left] = 0;
    inner.forEach((bit, i) => {
      if (bit === 1) bits[i] = included ? 1 : 0;
    });
  }
  return { grid, bits };
}

/** The pixels whose centre the line runs through: on a straight side every point that divides it into whole steps. */
function* pixelsUnder(polygon: Polygon<'pixel'>): Generator<PixelPoint> {
  for (const [a, b] of sidesOf(polygon)) {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const steps = Math.max(1, greatestDivisor(Math.abs(dx), Math.abs(dy)));
    for (let i = 1; i <= steps; i++) yield pixelPoint(a[0] + (i * dx) / steps, a[1] + (i * dy) / steps);
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
