/** Shapes that change with height: profiles over z, closed rings scaled by profiles, and bands that follow a ring. */
import type { Polygon } from './raster.ts';

/** A smooth curve through (z, value) keys in ascending z, constant outside them. */
export type Profile = (z: number) => number;

export type Side = 'right' | 'left';
export const SIDES: readonly Side[] = ['right', 'left'];
/** The patient's left is +x (DICOM PS3.3 C.7.6.2.1.1). */
export const signOf = (side: Side): 1 | -1 => (side === 'left' ? 1 : -1);

/** Piecewise cubic Hermite with tangents limited so that it never overshoots its keys (Fritsch & Carlson 1980). */
export function profile(...keys: readonly (readonly [z: number, value: number])[]): Profile {
  const zs = keys.map(([z]) => z);
  const vs = keys.map(([, v]) => v);
  const secant = (i: number): number => ((vs[i + 1] ?? 0) - (vs[i] ?? 0)) / ((zs[i + 1] ?? 1) - (zs[i] ?? 0));
  const tangents = keys.map((_, i) => {
    if (i === 0 || i === keys.length - 1) return 0;
    const [a, b] = [secant(i - 1), secant(i)];
    return a * b <= 0 ? 0 : (2 * a * b) / (a + b);
  });
  return (z) => {
    const last = keys.length - 1;
    if (z <= (zs[0] ?? 0)) return vs[0] ?? 0;
    if (z >= (zs[last] ?? 0)) return vs[last] ?? 0;
    let i = 0;
    while (z >= (zs[i + 1] ?? Infinity)) i++;
    const h = (zs[i + 1] ?? 1) - (zs[i] ?? 0);
    const t = (z - (zs[i] ?? 0)) / h;
    const [t2, t3] = [t * t, t * t * t];
    return (
      (vs[i] ?? 0) * (2 * t3 - 3 * t2 + 1) +
      (tangents[i] ?? 0) * h * (t3 - 2 * t2 + t) +
      (vs[i + 1] ?? 0) * (3 * t2 - 2 * t3) +
      (tangents[i + 1] ?? 0) * h * (t3 - t2)
    );
  };
}

/** A closed contour sampled evenly in its parameter u ∈ [0, 1): 0 front midline, ¼ left, ½ back midline, ¾ right. */
export interface Ring {
  readonly points: Float64Array;
  /** Outward unit normals. */
  readonly normals: Float64Array;
  readonly count: number;
}

const SAMPLES = 240;

/**
 * A ring from a symmetric outline. `half` runs from the front midline over the left side to the back midline, x in units
 * of the half-width, y from −1 (front) to 1 (back).
 */
export function symmetricRing(
  half: readonly (readonly [number, number])[],
  size: { width: number; front: number; back: number },
): Ring {
  const middle = (size.front + size.back) / 2;
  const depth = (size.back - size.front) / 2;
  const left = half.map(([x, y]) => [x * size.width, middle + y * depth] as const);
  const right = left
    .slice(1, -1)
    .reverse()
    .map(([x, y]) => [-x, y] as const);
  return ringThrough([...left, ...right]);
}

/** A closed Catmull–Rom curve through the points, in the order left-turning around the body as seen in the image. */
function ringThrough(control: readonly (readonly [number, number])[]): Ring {
  const points = splinePolygon(control, SAMPLES);
  const normals = new Float64Array(points.length);
  for (let i = 0; i < SAMPLES; i++) {
    const a = (i + SAMPLES - 1) % SAMPLES;
    const b = (i + 1) % SAMPLES;
    const tx = (points[2 * b] ?? 0) - (points[2 * a] ?? 0);
    const ty = (points[2 * b + 1] ?? 0) - (points[2 * a + 1] ?? 0);
    const length = Math.hypot(tx, ty);
    normals[2 * i] = ty / length;
    normals[2 * i + 1] = -tx / length;
  }
  return { points, normals, count: SAMPLES };
}

export function splinePolygon(control: readonly (readonly [number, number])[], samples: number): Float64Array {
  const n = control.length;
  const out = new Float64Array(2 * samples);
  for (let s = 0; s < samples; s++) {
    const at = (s * n) / samples;
    const i = Math.floor(at);
    const t = at - i;
    for (const axis of [0, 1] as const) {
      const [p0, p1, p2, p3] = [-1, 0, 1, 2].map((k) => control[(i + k + n) % n]?.[axis] ?? 0) as [
        number,
        number,
        number,
        number,
      ];
      const cubic = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t + (3 * (p1 - p2) + p3 - p0) * t * t;
      out[2 * s + axis] = p1 + 0.5 * t * (p2 - p0 + cubic);
    }
  }
  return out;
}

/** The point at parameter u, moved outwards along the normal. */
export function pointOn(ring: Ring, u: number, outwards: number): [x: number, y: number] {
  const at = (u - Math.floor(u)) * ring.count;
  const i = Math.floor(at) % ring.count;
  const j = (i + 1) % ring.count;
  const t = at - Math.floor(at);
  const { points: p, normals: n } = ring;
  const mix = (of: Float64Array, axis: number): number =>
    (of[2 * i + axis] ?? 0) * (1 - t) + (of[2 * j + axis] ?? 0) * t;
  return [mix(p, 0) + mix(n, 0) * outwards, mix(p, 1) + mix(n, 1) * outwards];
}

/** The ring moved outwards (inwards when negative) by a distance that may depend on u. */
export function offsetRing(ring: Ring, distance: (u: number) => number): Polygon {
  const out = new Float64Array(2 * ring.count);
  for (let i = 0; i < ring.count; i++) {
    const d = distance(i / ring.count);
    out[2 * i] = (ring.points[2 * i] ?? 0) + (ring.normals[2 * i] ?? 0) * d;
    out[2 * i + 1] = (ring.points[2 * i + 1] ?? 0) + (ring.normals[2 * i + 1] ?? 0) * d;
  }
  return out;
}

/** A strip along one side of a ring; h ∈ [0, 1] runs from the front midline (0) to the back midline (1). */
export interface Band {
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  readonly inner: (h: number) => number;
  readonly outer: (h: number) => number;
}

export const uOf = (side: Side, h: number): number => (side === 'left' ? h / 2 : 1 - h / 2);

export function bandPolygon(ring: Ring, band: Band): Polygon {
  const steps = Math.max(6, Math.ceil((band.to - band.from) * 100));
  const out: number[] = [];
  const back: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const h = band.from + ((band.to - band.from) * i) / steps;
    const u = uOf(band.side, h);
    out.push(...pointOn(ring, u, band.outer(h)));
    const [x, y] = pointOn(ring, u, band.inner(h));
    back.push(y, x);
  }
  return [...out, ...back.reverse()];
}

/** A lens-shaped band: `thickness` in the middle, nothing at both ends. */
export function lens(at: { side: Side; from: number; to: number; inner: number; thickness: number }): Band {
  const belly = (h: number): number => Math.sin(Math.PI * Math.min(1, Math.max(0, (h - at.from) / (at.to - at.from))));
  return {
    side: at.side,
    from: at.from,
    to: at.to,
    inner: () => at.inner,
    outer: (h) => at.inner + at.thickness * Math.sqrt(belly(h)),
  };
}

/** A thick line from a to b with round-ish ends, as a polygon. */
export function bar(a: readonly [number, number], b: readonly [number, number], width: number): Polygon {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const [tx, ty] = [((b[0] - a[0]) / length) * width * 0.5, ((b[1] - a[1]) / length) * width * 0.5];
  return [
    [a[0] - ty, a[1] + tx],
    [a[0] - tx, a[1] - ty],
    [a[0] + ty, a[1] - tx],
    [b[0] + ty, b[1] - tx],
    [b[0] + tx, b[1] + ty],
    [b[0] - ty, b[1] + tx],
  ].flat();
}

export function ellipse(x: number, y: number, radii: readonly [number, number, turn?: number]): Polygon {
  const [a, b, turn = 0] = radii;
  const out = new Float64Array(96);
  for (let i = 0; i < 48; i++) {
    const t = (i / 48) * 2 * Math.PI;
    const [p, q] = [a * Math.cos(t), b * Math.sin(t)];
    out[2 * i] = x + p * Math.cos(turn) - q * Math.sin(turn);
    out[2 * i + 1] = y + p * Math.sin(turn) + q * Math.cos(turn);
  }
  return out;
}
