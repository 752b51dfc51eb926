/** Diaphragm domes and what lies under them: liver, spleen, stomach with its air bubble, and the fat between. */
import { ellipse, offsetRing, profile, splinePolygon } from './contour.ts';
import { cover, paint, type Polygon, type Slice } from './raster.ts';
import { type Ellipsoid, sectionOf } from './solid.ts';
import type { Torso } from './torso.ts';

interface Dome {
  readonly x: number;
  readonly y: number;
  /** Height of the dome, mm, and how far it has spread sideways at height 0. */
  readonly top: number;
  readonly spread: readonly [number, number];
}

const RIGHT: Dome = { x: -64, y: -6, top: 66, spread: [82, 112] };
const LEFT: Dome = { x: 62, y: -2, top: 55, spread: [82, 108] };

const LIVER = 108;
const SPLEEN = 118;

/** The dome's outline at height z: flat on top, steep at the edge, rippled a little by the ribs. */
function domeAt(dome: Dome, z: number, shrink: number): Polygon | undefined {
  const depth = (dome.top - shrink - z) / dome.top;
  if (depth <= 0) return undefined;
  const rho = Math.min(1.3, depth) ** 0.5;
  const [a, b] = dome.spread;
  const control = Array.from({ length: 14 }, (_, i): readonly [number, number] => {
    const t = (i / 14) * 2 * Math.PI;
    const wave = 1 + 0.03 * Math.sin(3 * t + dome.x) + 0.02 * Math.sin(5 * t);
    return [dome.x + (a * rho - shrink) * wave * Math.cos(t), dome.y + (b * rho - shrink) * wave * Math.sin(t)];
  });
  return splinePolygon(control, 120);
}

/** Paints in three sub-heights so that the flat top of a dome fades as a thick slice shows it. */
export function paintAbdomen(slice: Slice, torso: Torso, thickness: number): void {
  const { z } = slice;
  if (z > RIGHT.top + thickness) return;
  const lung = slice.lung.slice();
  [0.33, 0, -0.33].forEach((part, i) => {
    // Each pass blends so that all three weigh the same in the end: 1, then a half, then a third.
    const opacity = 1 / (i + 1);
    const right = domeAt(RIGHT, z + part * thickness, 0);
    const left = domeAt(LEFT, z + part * thickness, 0);
    if (right !== undefined) paint(slice, right, { hu: LIVER, within: lung, opacity: i === 0 ? 1 : opacity });
    if (left !== undefined) paint(slice, left, { hu: 48, within: lung, opacity: i === 0 ? 1 : opacity });
  });
  paintOrgans(slice, belly(slice, torso));
}

/** What lies inside the cage and is not lung. */
function belly(slice: Slice, torso: Torso): Float32Array {
  const mask = new Float32Array(slice.hu.length);
  const box = cover(
    slice,
    offsetRing(torso.cage(slice.z), () => -2.5),
  );
  for (let y = box.y0; y < box.y1; y++) {
    for (let i = y * slice.grid.columns + box.x0, end = i + box.x1 - box.x0; i < end; i++) {
      mask[i] = Math.max(0, (slice.mask[i] ?? 0) - (slice.lung[i] ?? 0));
    }
  }
  return mask;
}

const SPLEEN_SHAPE: Ellipsoid = { centre: [92, 52, 12], axis: [0.25, 0.8, -0.5], radii: [50, 24, 33] };
const STOMACH: Ellipsoid = { centre: [64, -22, 12], axis: [0.45, -0.85, -0.2], radii: [56, 38, 36] };
const BUBBLE: Ellipsoid = { centre: [64, -22, 12], axis: [0.45, -0.85, -0.2], radii: [52, 34, 32] };

function paintOrgans(slice: Slice, within: Float32Array): void {
  const { z } = slice;
  const left = domeAt(LEFT, z, 3.2);
  if (left !== undefined) paint(slice, left, { hu: -98, within });
  if (z < 50) paintLeftLobe(slice, within);
  const spleen = sectionOf(SPLEEN_SHAPE, z, (t) => 0.05 * Math.sin(2 * t) + 0.03 * Math.sin(3 * t + 1));
  if (spleen !== undefined) paint(slice, spleen, { hu: SPLEEN, within });
  const wall = sectionOf(STOMACH, z);
  if (wall !== undefined) paint(slice, wall, { hu: 62, within });
  const content = sectionOf(BUBBLE, z);
  if (content !== undefined) paintContent(slice, content, within);
  paintLiverVessels(slice, within);
}

/** The left lobe of the liver reaches under the heart, in front of the stomach; the caudate lobe lies before the spine. */
function paintLeftLobe(slice: Slice, within: Float32Array): void {
  const reach = profile([-20, 78], [10, 60], [38, 30], [50, 4])(slice.z);
  const outline = splinePolygon(
    [
      [-90, -84],
      [-20, -96],
      [reach * 0.6, -90],
      [reach, -66],
      [reach * 0.62, -44],
      [6, -24],
      [-6, 4],
      [-14, 26],
      [-34, 34],
      [-90, 40],
    ],
    96,
  );
  paint(slice, outline, { hu: LIVER - 1, within, opacity: Math.min(1, (50 - slice.z) / 3) });
}

/** The patient lies on the back: fluid behind a level, air in front of it. */
function paintContent(slice: Slice, content: Polygon, within: Float32Array): void {
  paint(slice, content, { hu: 22, within });
  const air = new Float64Array(content.length);
  for (let i = 0; i < content.length; i += 2) {
    air[i] = content[i] ?? 0;
    air[i + 1] = Math.min(-24, content[i + 1] ?? 0);
  }
  paint(slice, air, { hu: -985, within });
}

function paintLiverVessels(slice: Slice, within: Float32Array): void {
  const { z } = slice;
  const spread = profile([0, 1], [48, 0.12])(z);
  for (const [angle, reach, r] of [
    [2.7, 62, 4],
    [3.5, 58, 3.6],
    [2.0, 40, 3.4],
    [3.1, 82, 2.6],
    [3.9, 78, 2.4],
  ] as const) {
    const x = -22 + Math.cos(angle) * reach * spread;
    const y = 2 + Math.sin(angle) * -reach * spread;
    if (z < 50) paint(slice, ellipse(x, y, [r * 1.7, r, -angle]), { hu: LIVER + 32, within });
  }
}
