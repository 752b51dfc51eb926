/** From pixels back to outlines: each connected patch of a mask as one closed line along the edges of its pixels. */
import type { Mask } from './mask.ts';
import { pixelPoint, type PixelPoint } from './point.ts';
import { boundsOf, contains, signedArea } from './polygon.ts';

/**
 * One outline per patch of edge-connected pixels. A hole is joined to the line around it by a cut of no width, so that one
 * closed line says everything: its shoelace area is the number of pixels, and filling it gives the same pixels again.
 * @param mask one sample per pixel.
 */
export const tracedOutlines = (mask: Mask): PixelPoint[][] => withoutHoles(closedLines(mask));

/** The same from the lines around the pixels. */
export function withoutHoles(loops: readonly PixelPoint[][]): PixelPoint[][] {
  const outer = loops.filter((loop) => signedArea(loop) > 0);
  const holes = loops.filter((loop) => signedArea(loop) < 0);
  // From left to right: the cut of a hole leads left, to a line that already holds the holes before it.
  holes.sort((a, b) => leftOf(a) - leftOf(b));
  for (const hole of holes) {
    const at = smallestAround(outer, hole);
    const around = outer[at];
    if (around) outer[at] = joined(around, hole);
  }
  return outer;
}

const leftOf = (loop: readonly PixelPoint[]): number => boundsOf(loop)?.left ?? 0;

/** Patches nest (an island in a hole): the hole belongs to the smallest outline that encloses it. */
function smallestAround(outlines: readonly (readonly PixelPoint[])[], hole: readonly PixelPoint[]): number {
  const [x, y] = cutOf(hole);
  let best = -1;
  outlines.forEach((outline, i) => {
    // The pixel left of the cut belongs to the patch around the hole.
    if (!contains(outline, pixelPoint(x - 0.5, y))) return;
    if (best < 0 || signedArea(outline) < signedArea(outlines[best] ?? [])) best = i;
  });
  return best;
}

/** The middle of the leftmost pixel edge of a hole, the upper one of several. */
function cutOf(hole: readonly PixelPoint[]): PixelPoint {
  const left = leftOf(hole);
  const top = Math.min(...hole.filter((p) => p[0] === left).map((p) => p[1]));
  return pixelPoint(left, top + 0.5);
}

function joined(around: readonly PixelPoint[], hole: readonly PixelPoint[]): PixelPoint[] {
  const cut = cutOf(hole);
  let side = -1;
  let wall = -Infinity;
  around.forEach((a, i) => {
    const b = around[(i + 1) % around.length] ?? a;
    const crosses = a[0] === b[0] && Math.min(a[1], b[1]) < cut[1] && cut[1] < Math.max(a[1], b[1]);
    if (crosses && a[0] < cut[0] && a[0] > wall) [side, wall] = [i, a[0]];
  });
  const landing = pixelPoint(wall, cut[1]);
  const start = hole.findIndex((a, i) => {
    const b = hole[(i + 1) % hole.length] ?? a;
    return a[0] === cut[0] && b[0] === cut[0] && Math.min(a[1], b[1]) < cut[1] && cut[1] < Math.max(a[1], b[1]);
  });
  const turned = [...hole.slice(start + 1), ...hole.slice(0, start + 1)];
  return [...around.slice(0, side + 1), landing, cut, ...turned, cut, landing, ...around.slice(side + 1)];
}

/**
 * Every edge between inside and outside, walked with the inside on the right hand (y downwards): outer lines run clockwise, those
 * of holes the other way. @param mask one sample per pixel.
 */
export function closedLines({ grid, bits }: Mask): PixelPoint[][] {
  const { width, height } = grid;
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && bits[y * width + x] === 1;
  const seen = new Set<number>();
  const loops: PixelPoint[][] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Every line, outer or of a hole, has an edge walked to the right, along the top of a pixel.
      if (bits[y * width + x] !== 1 || inside(x, y - 1) || seen.has(y * width + x)) continue;
      const corners = walk({ x, y }, inside, (cx, cy) => seen.add(cy * width + cx));
      loops.push(corners.map((c) => pixelPoint(c.x + grid.left - 0.5, c.y + grid.top - 0.5)));
    }
  }
  return loops;
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Right, down, left, up: a step, and the pixels ahead on the left and on the right hand, seen from the corner. */
const HEADINGS = [
  { dx: 1, dy: 0, left: [0, -1], right: [0, 0] },
  { dx: 0, dy: 1, left: [0, 0], right: [-1, 0] },
  { dx: -1, dy: 0, left: [-1, 0], right: [-1, -1] },
  { dx: 0, dy: -1, left: [-1, -1], right: [0, -1] },
] as const;

/** Corners of one line, begun at the top left corner of a pixel whose upper neighbour is outside, heading right. */
function walk(
  start: Corner,
  inside: (x: number, y: number) => boolean,
  sawTop: (x: number, y: number) => void,
): Corner[] {
  const corners: Corner[] = [];
  let at = start;
  let heading = 0;
  do {
    const { dx, dy } = HEADINGS[heading % 4] ?? HEADINGS[0];
    if (heading % 4 === 0) sawTop(at.x, at.y);
    at = { x: at.x + dx, y: at.y + dy };
    const { left, right } = HEADINGS[heading % 4] ?? HEADINGS[0];
    const aheadRight = inside(at.x + right[0], at.y + right[1]);
    // Where pixels touch at a corner only, turning right first keeps them apart: patches are edge-connected.
    const turned = !aheadRight ? 1 : inside(at.x + left[0], at.y + left[1]) ? 3 : 0;
    if (turned > 0) corners.push(at);
    heading = (heading + turned) % 4;
  } while (at.x !== start.x || at.y !== start.y || heading !== 0);
  return corners;
}
