/**
 * The lungs are what the rib cage leaves when mediastinum, diaphragm and the curve of the apices are taken away; their
 * shape therefore changes with height by itself, down to the thin sulci behind the liver.
 */
import { ellipse, profile, type Profile, SIDES, signOf, type Side, splinePolygon } from './contour.ts';
import { cover, paint, type Polygon, type Slice } from './raster.ts';
import type { Torso } from './torso.ts';

const PARENCHYMA = -868;

export function paintLungs(slice: Slice, torso: Torso): void {
  const { z } = slice;
  const cage = torso.cage(z).points;
  const inside = slice.lung;
  const box = cover(slice, cage);
  for (let y = box.y0; y < box.y1; y++) {
    for (let i = y * slice.grid.columns + box.x0, end = i + box.x1 - box.x0; i < end; i++)
      inside[i] = slice.mask[i] ?? 0;
  }
  paint(slice, cage, { hu: MEDIASTINAL_FAT, displacesLung: false });
  keepApices(slice);
  const medial = mediastinum(z);
  const before = slice.hu.slice();
  paint(slice, medial, { hu: MEDIASTINAL_FAT });
  slice.hu.set(before);
  fillAir(slice);
}

const MEDIASTINAL_FAT = -92;

/** Above the apices the cage holds neck muscle, not lung: a cap of two ellipsoids limits the lung there. */
function keepApices(slice: Slice): void {
  const { z, lung } = slice;
  if (z < 150) return;
  const cap = new Float32Array(lung.length);
  for (const side of SIDES) {
    const top = side === 'left' ? 213 : 210;
    const k = 1 - ((z - 130) / (top - 130)) ** 2;
    if (k <= 0) continue;
    const shrink = Math.sqrt(k);
    const polygon = ellipse(signOf(side) * 44, 38, [74 * shrink, 112 * shrink]);
    const box = cover(slice, polygon);
    for (let y = box.y0; y < box.y1; y++) {
      for (let i = y * slice.grid.columns + box.x0, end = i + box.x1 - box.x0; i < end; i++)
        cap[i] = Math.max(cap[i] ?? 0, slice.mask[i] ?? 0);
    }
  }
  for (let i = 0; i < lung.length; i++) lung[i] = (lung[i] ?? 0) * (cap[i] ?? 0);
}

function fillAir(slice: Slice): void {
  const { hu, lung } = slice;
  for (let i = 0; i < hu.length; i++) {
    const share = lung[i] ?? 0;
    if (share > 0) hu[i] = (hu[i] ?? 0) + (PARENCHYMA - (hu[i] ?? 0)) * share;
  }
}

/** Half-widths of the mediastinum at stations from front to back, right then left, by height. */
const STATIONS: readonly { readonly y: number; readonly right: Profile; readonly left: Profile }[] = [
  {
    y: -110,
    right: profile([0, 40], [40, 26], [70, 9], [150, 9], [180, 26], [205, 44]),
    left: profile([0, 50], [40, 36], [70, 13], [150, 9], [180, 26], [205, 44]),
  },
  {
    y: -70,
    right: profile([0, 40], [40, 30], [70, 12], [120, 4], [150, 9], [180, 30], [205, 44]),
    left: profile([0, 60], [40, 48], [70, 24], [120, 5], [150, 10], [180, 30], [205, 44]),
  },
  {
    y: -45,
    right: profile([0, 40], [60, 32], [100, 22], [150, 24], [180, 34], [205, 44]),
    left: profile([0, 70], [60, 52], [100, 26], [150, 18], [180, 30], [205, 44]),
  },
  {
    y: -20,
    right: profile([0, 40], [60, 38], [110, 33], [165, 33], [205, 42]),
    left: profile([0, 70], [60, 55], [110, 36], [140, 30], [165, 26], [205, 42]),
  },
  {
    y: 5,
    right: profile([0, 34], [60, 33], [110, 36], [150, 27], [205, 38]),
    left: profile([0, 55], [60, 44], [115, 36], [150, 31], [170, 28], [205, 38]),
  },
  {
    y: 28,
    right: profile([0, 20], [60, 18], [105, 23], [130, 24], [150, 18], [205, 30]),
    left: profile([0, 34], [60, 31], [115, 37], [160, 36], [172, 28], [205, 30]),
  },
  {
    y: 48,
    right: profile([0, 14], [150, 13], [205, 22]),
    left: profile([0, 33], [130, 38], [160, 38], [172, 24], [205, 22]),
  },
  {
    y: 68,
    right: profile([0, 20], [150, 19], [205, 21]),
    left: profile([0, 31], [130, 34], [158, 33], [172, 22], [205, 21]),
  },
  { y: 90, right: profile([0, 23], [205, 23]), left: profile([0, 25], [205, 23]) },
  { y: 125, right: profile([0, 24], [205, 24]), left: profile([0, 25], [205, 24]) },
];

function mediastinum(z: number): Polygon {
  const left = STATIONS.map((s) => [s.left(z), s.y] as const);
  const right = STATIONS.map((s) => [-s.right(z), s.y] as const).reverse();
  return splinePolygon([...left, ...right], 160);
}

/** Height of an oblique fissure over the point (x, y): high behind, low in front. */
const fissureFront = (side: Side, x: number, z: number): number => {
  const s = signOf(side);
  const lateral = (x * s) / 120;
  return 62 - (150 - z) * 0.92 + 16 * Math.sin(lateral * 2.6) - (side === 'left' ? 6 : 0);
};

/** The oblique fissures as faint lines, in every slice they cross, and the haze of the horizontal one. */
export function paintFissures(slice: Slice): void {
  const { z, lung, grid } = slice;
  if (z < 25 || z > 185) return;
  const within = lung.slice();
  for (const side of SIDES) {
    const s = signOf(side);
    const line: [number, number][] = [];
    for (let x = 16; x <= 134; x += 6) line.push([s * x, fissureFront(side, s * x, z)]);
    const upper = line.flatMap(([x, y]) => [x, y - 0.7]);
    const lower = [...line].reverse().flatMap(([x, y]) => [x, y + 0.7]);
    paint(slice, [...upper, ...lower], {
      hu: -560,
      opacity: 0.55 * Math.min(1, 1 / grid.dx),
      within,
      displacesLung: false,
    });
  }
  const minor = 118;
  if (Math.abs(z - minor) < 4)
    paint(slice, ellipse(-82, -28, [26, 24, 0.4]), {
      hu: -780,
      opacity: 0.5 * (1 - Math.abs(z - minor) / 4),
      within,
      displacesLung: false,
    });
}
