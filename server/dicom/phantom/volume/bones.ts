/** Spine, ribs with their cartilages, sternum, clavicles and scapulae: cortical shells over marrow. */
import {
  bandPolygon,
  bar,
  ellipse,
  profile,
  type Ring,
  SIDES,
  signOf,
  type Side,
  splinePolygon,
  uOf,
  pointOn,
  type Band,
} from './contour.ts';
import { paint, type Polygon, type Slice } from './raster.ts';
import { paintTube, tube, widened } from './solid.ts';
import type { Torso } from './torso.ts';

const CORTEX = 620;
const MARROW = 190;
const CARTILAGE = 95;
/** Height of one thoracic segment, mm. */
const SEGMENT = 22;

/** @param raised arms over the head, as for a CT; for a radiograph the shoulders are turned out of the picture. */
export function paintBones(slice: Slice, torso: Torso, raised: boolean): void {
  paintSpine(slice);
  for (const side of SIDES) {
    paintRibs(slice, torso, side);
    if (raised) paintScapula(slice, torso, side);
    paintClavicle(slice, side);
  }
  paintSternum(slice, torso);
}

/** Where the front of the vertebral bodies lies: the thoracic kyphosis. */
const spineShift = profile([-60, -12], [0, -6], [60, 1], [120, 3], [170, -2], [222, -16], [280, -26]);

function paintSpine(slice: Slice): void {
  const { z } = slice;
  const y = spineShift(z);
  const phase = (((z - 7) % SEGMENT) + SEGMENT) % SEGMENT;
  const disc = phase < 4.5;
  // Vertebral bodies are waisted between their end plates.
  const waist = 1 - 0.1 * Math.sin((Math.PI * Math.max(0, phase - 4.5)) / (SEGMENT - 4.5));
  const body = (shrink: number): Polygon =>
    splinePolygon(
      BODY_OUTLINE.map(([px, py]) => [px * (16.5 - shrink) * waist, 62 + y + py * (14 - shrink)] as const),
      80,
    );
  paint(slice, body(disc ? 0.6 : 0), { hu: disc ? 85 : CORTEX - 120 });
  if (!disc) paint(slice, body(1.4), { hu: phase < 6.2 || phase > SEGMENT - 1.7 ? 330 : MARROW });
  paintArch(slice, y, phase);
}

const BODY_OUTLINE: readonly (readonly [number, number])[] = [
  [0, -1.05],
  [0.6, -0.9],
  [0.98, -0.3],
  [1, 0.35],
  [0.75, 0.9],
  [0.3, 0.88],
  [0, 0.8],
  [-0.3, 0.88],
  [-0.75, 0.9],
  [-1, 0.35],
  [-0.98, -0.3],
  [-0.6, -0.9],
];

function paintArch(slice: Slice, y: number, phase: number): void {
  const canal = 82 + y;
  const pedicle = phase > 11 && phase < 20;
  const lamina = phase > 3 && phase < 17;
  for (const s of [-1, 1]) {
    if (pedicle) {
      paint(slice, bar([s * 10.5, 70 + y], [s * 12.5, 88 + y], 6.5), { hu: CORTEX - 60 });
      paint(slice, bar([s * 10.8, 71 + y], [s * 12.2, 87 + y], 3.4), { hu: MARROW + 60 });
      paint(slice, bar([s * 12, 88 + y], [s * 33, 101 + y], 8.5), { hu: CORTEX - 40 });
      paint(slice, bar([s * 13, 88.5 + y], [s * 32, 100.5 + y], 5), { hu: MARROW + 40 });
    } else {
      paint(slice, ellipse(s * 12.5, 87 + y, [5, 4, s * 0.5]), { hu: CORTEX - 130 });
    }
    if (lamina || pedicle) paint(slice, bar([s * 12.5, 88 + y], [0, 99 + y], lamina ? 5.5 : 3.4), { hu: CORTEX - 30 });
  }
  // Spinous processes slope down, so that each is cut further back the lower the slice.
  const tip = 99 + y + 22 * (1 - phase / SEGMENT) + 5;
  const root = phase > 8 ? 97 + y : 101 + y + (8 - phase) * 1.2;
  paint(slice, bar([0, root], [0, tip], phase < 4 ? 7 : 5), { hu: CORTEX - 60 });
  paint(slice, bar([0, root], [0, tip - 1.5], phase < 4 ? 4 : 2.2), { hu: MARROW + 60 });
  paint(slice, ellipse(0, canal, [9.2, 8]), { hu: -15 });
  paint(slice, ellipse(0, canal, [8, 7]), { hu: 18 });
  paint(slice, ellipse(0, canal + 0.5, [4.6, 3.6]), { hu: 45 });
}

/** Rib r (1…12): height at the spine, drop to its front end, and where along the wall it ends. */
function ribPath(r: number): { z: (h: number) => number; front: number } {
  const spine = 211 - SEGMENT * (r - 1);
  const drop = [34, 54, 72, 86, 96, 100, 98, 90, 80, 64, 44, 24][r - 1] ?? 40;
  const front = [0.17, 0.14, 0.15, 0.17, 0.2, 0.24, 0.28, 0.34, 0.4, 0.48, 0.6, 0.72][r - 1] ?? 0.3;
  return {
    front,
    z: (h) => {
      const along = (0.9 - h) / (0.9 - front);
      return spine - drop * (0.7 * along + (0.3 * (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, along))))) / 2);
    },
  };
}

function paintRibs(slice: Slice, torso: Torso, side: Side): void {
  const ring = torso.cage(slice.z);
  for (let r = 1; r <= 12; r++) {
    const path = ribPath(r);
    const tall = r === 1 ? 9 : 13;
    const cut = (scale: number, thick: number, to: number): Polygon | undefined =>
      ribBand(ring, side, (h) => {
        if (h < path.front || h > to) return 0;
        const off = (slice.z - path.z(h)) / (tall * 0.5 * scale);
        return off * off < 1 ? thick * Math.sqrt(1 - off * off) : 0;
      });
    const outer = cut(1, 3.7, 0.93);
    if (outer !== undefined) paint(slice, outer, { hu: CORTEX + 60 });
    const inner = cut(0.78, 2.4, 0.92);
    if (inner !== undefined) paint(slice, inner, { hu: MARROW + 40 });
    if (r <= 10) paintCartilage(slice, ring, { side, r, from: path.front, z: path.z(path.front) });
    paintNeck(slice, side, path.z(0.92));
  }
}

/** The costal cartilages turn upwards to the sternum. */
function paintCartilage(slice: Slice, ring: Ring, rib: { side: Side; r: number; from: number; z: number }): void {
  const rise = [2, 4, 8, 18, 34, 50, 64, 66, 62, 54][rib.r - 1] ?? 0;
  const polygon = ribBand(ring, rib.side, (h) => {
    if (h > rib.from + 0.005 || h < 0.075) return 0;
    const off = (slice.z - (rib.z + rise * (1 - (h - 0.075) / (rib.from - 0.075)) ** 1.4)) / 7;
    return off * off < 1 ? 4.4 * Math.sqrt(1 - off * off) : 0;
  });
  if (polygon !== undefined) paint(slice, polygon, { hu: CARTILAGE });
}

const RIB_DEPTH = 5;

/** The stretch of wall where half-thickness is above zero, as one polygon. */
function ribBand(ring: Ring, side: Side, half: (h: number) => number): Polygon | undefined {
  const step = 1 / 300;
  let from = -1;
  let to = -1;
  for (let h = 0.06; h < 0.94; h += step) {
    if (half(h) <= 0) continue;
    if (from < 0) from = h;
    to = h;
  }
  if (from < 0) return undefined;
  const out: number[] = [];
  const back: number[] = [];
  for (let h = from - step / 2; h <= to + step; h += step) {
    const t = Math.max(0.2, half(h));
    out.push(...pointOn(ring, uOf(side, h), RIB_DEPTH + t));
    const [x, y] = pointOn(ring, uOf(side, h), RIB_DEPTH - t);
    back.push(y, x);
  }
  return [...out, ...back.reverse()];
}

function paintNeck(slice: Slice, side: Side, z: number): void {
  const off = (slice.z - z - 2) / 6;
  if (off * off >= 1) return;
  const s = signOf(side);
  const y = spineShift(slice.z);
  const width = 7.5 * Math.sqrt(1 - off * off);
  paint(slice, bar([s * 38, 101 + y * 0.4], [s * 18, 70 + y], width), { hu: CORTEX - 60 });
  paint(slice, bar([s * 37, 100 + y * 0.4], [s * 19, 71 + y], width - 2.6), { hu: MARROW + 40 });
}

function paintSternum(slice: Slice, torso: Torso): void {
  const { z } = slice;
  const half = profile([42, 4], [52, 9], [60, 14], [100, 17], [146, 14], [152, 20], [170, 27], [186, 29], [193, 20])(z);
  if (z < 44 || z > 193) return;
  const [, front] = pointOn(torso.cage(z), 0, 0);
  const thick = z > 150 ? 6.6 : 5.4;
  const joint = Math.abs(z - 150) < 1.6;
  const shape = (shrink: number): Polygon =>
    splinePolygon(
      [
        [0, -0.75],
        [0.55, -0.95],
        [1, -0.25],
        [0.85, 0.75],
        [0, 0.95],
        [-0.85, 0.75],
        [-1, -0.25],
        [-0.55, -0.95],
      ].map(([x = 0, y = 0]) => [x * (half - shrink), front - 6 + y * (thick - shrink)] as const),
      64,
    );
  paint(slice, shape(0), { hu: joint ? CARTILAGE : CORTEX - 180 });
  if (!joint) paint(slice, shape(1.5), { hu: 130 });
}

function paintClavicle(slice: Slice, side: Side): void {
  const s = signOf(side);
  const path = tube([
    [s * 22, -58, 186, 8.5],
    [s * 48, -62, 194, 6.5],
    [s * 90, -44, 208, 5.5],
    [s * 135, -14, 219, 6],
    [s * 165, 5, 224, 7],
  ]);
  paintTube(slice, path, { hu: CORTEX });
  paintTube(slice, widened(path, -2), { hu: MARROW });
}

function paintScapula(slice: Slice, torso: Torso, side: Side): void {
  const { z } = slice;
  if (z < 92 || z > 218) return;
  const ring = torso.cage(z);
  const s = signOf(side);
  const from = profile([92, 0.66], [130, 0.57], [185, 0.5], [207, 0.52], [219, 0.66])(z);
  const to = profile([92, 0.69], [130, 0.77], [200, 0.82], [219, 0.7])(z);
  const depth = profile([92, 25], [150, 29], [200, 31])(z);
  const blade = (thin: number): Band => ({
    side,
    from: from + thin * 0.006,
    to: to - thin * 0.006,
    inner: (h) => depth - edge(h, from, to) + thin,
    outer: (h) => depth + edge(h, from, to) - thin,
  });
  paint(slice, bandPolygon(ring, blade(0)), { hu: CORTEX });
  paint(slice, bandPolygon(ring, blade(1.3)), { hu: MARROW + 60 });
  const head = profile([172, 0], [186, 1], [206, 1], [219, 0.1])(z);
  if (head > 0.12) {
    const [x, y] = pointOn(ring, uOf(side, from), depth);
    paint(slice, ellipse(x + s * 3, y - 6, [12 * head, 15 * head, s * 0.5]), { hu: CORTEX });
    paint(slice, ellipse(x + s * 3, y - 6, [12 * head - 1.4, 15 * head - 1.4, s * 0.5]), { hu: MARROW });
    if (slice.z > 173) paintHumerus(slice, x + s * 36, y - 12);
  }
  if (z > 165 && z < 210) {
    const [x, y] = pointOn(ring, uOf(side, (from + to) / 2), depth);
    const reach = profile([165, 0.1], [185, 1], [200, 1], [210, 0.1])(z);
    paint(slice, bar([x, y], [x + s * 26 * reach, y + 19 * reach], 5), { hu: CORTEX });
    paint(slice, bar([x, y], [x + s * 25 * reach, y + 18 * reach], 2), { hu: MARROW });
  }
}

/** The blade is a thin plate, thickened along its lateral border. */
const edge = (h: number, from: number, to: number): number =>
  1.6 +
  3.4 * Math.exp(-((((h - from) / (to - from)) * 5) ** 2)) +
  0.9 * Math.exp(-((((h - to) / (to - from)) * 9) ** 2));

function paintHumerus(slice: Slice, x: number, y: number): void {
  const r = profile([172, 3], [180, 13], [192, 19], [212, 22], [219, 19])(slice.z);
  paint(slice, ellipse(x, y, [r, r]), { hu: CORTEX });
  paint(slice, ellipse(x, y, [r - 2, r - 2]), { hu: MARROW - 40 });
}
