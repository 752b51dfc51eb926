/** Solids cut by axial planes: ellipsoids give ellipses, tubes are chains of tapering capsules. */
import { type Polygon, type Slice, type Tissue } from './raster.ts';

export type Vector = readonly [x: number, y: number, z: number];

export interface Ellipsoid {
  readonly centre: Vector;
  /** Direction of the first radius; the second is perpendicular to it and as horizontal as possible. */
  readonly axis: Vector;
  readonly radii: Vector;
}

export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const times = (a: Vector, s: number): Vector => [a[0] * s, a[1] * s, a[2] * s];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vector): number => Math.hypot(a[0], a[1], a[2]);
export const unit = (a: Vector): Vector => times(a, 1 / (length(a) || 1));
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const grown = (e: Ellipsoid, by: number): Ellipsoid => ({
  ...e,
  radii: [e.radii[0] + by, e.radii[1] + by, e.radii[2] + by],
});

/** The cut of an ellipsoid at height z, or nothing; `ripple` bends the outline by a share of its radius per angle. */
export function sectionOf(e: Ellipsoid, z: number, ripple?: (angle: number) => number): Polygon | undefined {
  const u = unit(e.axis);
  const v = unit(cross([0, 0, 1], u));
  const w = cross(u, v);
  const form = (i: 0 | 1 | 2, j: 0 | 1 | 2): number =>
    (u[i] * u[j]) / e.radii[0] ** 2 + (v[i] * v[j]) / e.radii[1] ** 2 + (w[i] * w[j]) / e.radii[2] ** 2;
  const [A, B, C, D, E, F] = [form(0, 0), form(0, 1), form(1, 1), form(0, 2), form(1, 2), form(2, 2)];
  const dz = z - e.centre[2];
  const det = A * C - B * B;
  const x0 = (-dz * (D * C - E * B)) / det;
  const y0 = (-dz * (E * A - D * B)) / det;
  const rest = 1 - (F * dz * dz + (D * x0 + E * y0) * dz);
  if (rest <= 0) return undefined;
  const out = new Float64Array(144);
  for (let i = 0; i < 72; i++) {
    const t = (i / 72) * 2 * Math.PI;
    const [c, s] = [Math.cos(t), Math.sin(t)];
    const r = Math.sqrt(rest / (A * c * c + 2 * B * c * s + C * s * s)) * (1 + (ripple?.(t) ?? 0));
    out[2 * i] = e.centre[0] + x0 + r * c;
    out[2 * i + 1] = e.centre[1] + y0 + r * s;
  }
  return out;
}

export interface Segment {
  readonly a: Vector;
  readonly b: Vector;
  readonly ra: number;
  readonly rb: number;
}

/** A smooth tube through x, y, z, radius points, as capsules of about `step` mm. */
export function tube(points: readonly (readonly [...Vector, r: number])[], step = 4): Segment[] {
  const knots: [number, number, number, number][] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const four = [i - 1, i, i + 1, i + 2].map(
      (k) => points[Math.min(points.length - 1, Math.max(0, k))] ?? [0, 0, 0, 0],
    );
    const [p0, p1, p2, p3] = four as [(typeof knots)[0], (typeof knots)[0], (typeof knots)[0], (typeof knots)[0]];
    const n = Math.max(1, Math.round(Math.hypot(p2[0] - p1[0], p2[1] - p1[1], p2[2] - p1[2]) / step));
    for (let s = 0; s < n; s++) {
      const t = s / n;
      knots.push([0, 1, 2, 3].map((k) => catmull([p0[k], p1[k], p2[k], p3[k]], t)) as [number, number, number, number]);
    }
  }
  const end = points.at(-1);
  if (end !== undefined) knots.push([...end]);
  return knots.slice(1).map((b, i) => {
    const a = knots[i] ?? b;
    return { a: [a[0], a[1], a[2]], b: [b[0], b[1], b[2]], ra: a[3], rb: b[3] };
  });
}

function catmull(p: readonly (number | undefined)[], t: number): number {
  const [a, b, c, d] = [p[0] ?? 0, p[1] ?? 0, p[2] ?? 0, p[3] ?? 0];
  return b + 0.5 * t * (c - a + (2 * a - 5 * b + 4 * c - d) * t + (3 * (b - c) + d - a) * t * t);
}

export const widened = (segments: readonly Segment[], by: number): Segment[] =>
  segments.map((s) => ({ ...s, ra: s.ra + by, rb: s.rb + by }));

/** Blends a capsule into the slice. Vessels thinner than the slice are weakened, as partial volume weakens them. */
function paintCapsule(slice: Slice, s: Segment, tissue: Tissue): void {
  const { grid, z, hu, lung } = slice;
  const reach = Math.max(s.ra, s.rb) + 0.8;
  if (z < Math.min(s.a[2], s.b[2]) - reach || z > Math.max(s.a[2], s.b[2]) + reach) return;
  const d = minus(s.b, s.a);
  const dd = dot(d, d) || 1e-9;
  const soft = 0.5 * (grid.dx + grid.dy) * 1.1;
  const clip = nearPart(s, z, reach);
  const x0 = Math.max(0, Math.ceil((clip.x0 - grid.left) / grid.dx));
  const x1 = Math.min(grid.columns - 1, Math.floor((clip.x1 - grid.left) / grid.dx));
  const y0 = Math.max(0, Math.ceil((clip.y0 - grid.top) / grid.dy));
  const y1 = Math.min(grid.rows - 1, Math.floor((clip.y1 - grid.top) / grid.dy));
  const pz = z - s.a[2];
  for (let y = y0; y <= y1; y++) {
    const py = grid.top + y * grid.dy - s.a[1];
    for (let x = x0; x <= x1; x++) {
      const px = grid.left + x * grid.dx - s.a[0];
      let t = (px * d[0] + py * d[1] + pz * d[2]) / dd;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const r = s.ra + (s.rb - s.ra) * t;
      const [ex, ey, ez] = [px - d[0] * t, py - d[1] * t, pz - d[2] * t];
      const inside = (r - Math.sqrt(ex * ex + ey * ey + ez * ez)) / soft + 0.5;
      if (inside <= 0) continue;
      const i = y * grid.columns + x;
      let share = (inside > 1 ? 1 : inside) * Math.min(1, r / 0.75) * (tissue.opacity ?? 1);
      if (tissue.within !== undefined) share *= tissue.within[i] ?? 0;
      const before = hu[i] ?? 0;
      if (tissue.raises === true && before >= tissue.hu) continue;
      hu[i] = before + (tissue.hu - before) * share;
      if (tissue.displacesLung ?? true) lung[i] = (lung[i] ?? 0) * (1 - share);
    }
  }
}

export function paintTube(slice: Slice, segments: readonly Segment[], tissue: Tissue): void {
  for (const s of segments) paintCapsule(slice, s, tissue);
}

/** The box of the part of a capsule within reach of the plane: long oblique vessels would otherwise test empty pixels. */
function nearPart(s: Segment, z: number, reach: number): { x0: number; x1: number; y0: number; y1: number } {
  const dz = s.b[2] - s.a[2];
  let [t0, t1] = [0, 1];
  if (Math.abs(dz) > 1e-6) {
    const p = (z - reach - s.a[2]) / dz;
    const q = (z + reach - s.a[2]) / dz;
    t0 = Math.min(1, Math.max(0, Math.min(p, q)));
    t1 = Math.max(0, Math.min(1, Math.max(p, q)));
  }
  const at = (axis: 0 | 1, t: number): number => s.a[axis] + (s.b[axis] - s.a[axis]) * t;
  return {
    x0: Math.min(at(0, t0), at(0, t1)) - reach,
    x1: Math.max(at(0, t0), at(0, t1)) + reach,
    y0: Math.min(at(1, t0), at(1, t1)) - reach,
    y1: Math.max(at(1, t0), at(1, t1)) + reach,
  };
}
