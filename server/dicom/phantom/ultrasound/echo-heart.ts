/** Where the chambers, valves and the clot are at one moment of the beat, and how strongly each point echoes. */

/** Sideways and away from the transducer, mm. */
export type EchoPoint = readonly [x: number, y: number];

interface Chamber {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly turn: number;
}

export interface Beat {
  /** 0 relaxed … 1 contracted. */
  readonly squeeze: number;
  /** How far the valve plane has moved towards the apex, mm. */
  readonly descent: number;
  readonly leftVentricle: Chamber;
  readonly rightVentricle: Chamber;
  readonly leftAtrium: Chamber;
  readonly rightAtrium: Chamber;
  readonly leaflets: readonly (readonly [EchoPoint, EchoPoint])[];
  /** The valve rings. */
  readonly inflows: readonly Chamber[];
  readonly thrombus: Chamber;
}

/** @param phase 0…1 of one beat, 0 at the R wave. */
export function beatAt(phase: number, seed: number): Beat {
  const squeeze = contraction(phase);
  const open = opening(phase);
  const descent = 11 * squeeze;
  const size = 1 + 0.04 * Math.sin(seed * 1.7);
  const valve = 112 - descent;
  const left: Chamber = {
    x: 12,
    y: 75 - descent * 0.35,
    a: (19 - 5 * squeeze) * size,
    b: 41 - 4.5 * squeeze,
    turn: 0.1,
  };
  const apex: EchoPoint = [left.x - Math.sin(left.turn) * -left.b, left.y - Math.cos(left.turn) * left.b];
  return {
    squeeze,
    descent,
    leftVentricle: left,
    rightVentricle: { x: -27, y: 81 - descent * 0.4, a: 13.5 - 4.2 * squeeze, b: 31 - 3.5 * squeeze, turn: -0.2 },
    leftAtrium: { x: 17, y: 137 - descent * 0.35, a: 18 + 2 * squeeze, b: 20 + 4 * squeeze, turn: -0.15 },
    rightAtrium: { x: -28, y: 135 - descent * 0.35, a: 17 + 1.6 * squeeze, b: 19 + 3.5 * squeeze, turn: 0.2 },
    inflows: [
      { x: 14, y: valve + 2, a: 14, b: 15, turn: 0 },
      { x: -27.5, y: valve + 3, a: 12, b: 14, turn: 0 },
    ],
    leaflets: [...leaflets([-2, valve], [30, valve], open), ...leaflets([-41, valve + 2], [-14, valve + 1], open)],
    thrombus: { x: apex[0] - 3.5, y: apex[1] + 7.5, a: 8.6 + 0.8 * Math.sin(seed), b: 5.6, turn: 0.25 },
  };
}

/** Ejection takes the first two fifths of the beat, relaxation the next quarter. */
function contraction(phase: number): number {
  if (phase < 0.38) return Math.sin((phase / 0.38) * (Math.PI / 2)) ** 2;
  if (phase < 0.64) return Math.cos(((phase - 0.38) / 0.26) * (Math.PI / 2)) ** 2;
  return 0;
}

/** The inflow valves open twice: for rapid filling and for the atrial kick. */
function opening(phase: number): number {
  const wave = (from: number, to: number): number =>
    phase > from && phase < to ? Math.sin((Math.PI * (phase - from)) / (to - from)) : 0;
  return Math.max(wave(0.46, 0.74), 0.18 * wave(0.7, 0.84), 0.75 * wave(0.8, 0.99));
}

function leaflets(from: EchoPoint, to: EchoPoint, open: number): (readonly [EchoPoint, EchoPoint])[] {
  const reach = (to[0] - from[0]) * 0.54;
  const angle = 0.12 + open * 1.15;
  return [
    [from, [from[0] + reach * Math.cos(angle), from[1] - reach * Math.sin(angle)]],
    [to, [to[0] - reach * Math.cos(angle), to[1] - reach * Math.sin(angle)]],
  ];
}

/** Below 1 inside the chamber, in units of its radius. */
function within(c: Chamber, x: number, y: number): number {
  const [dx, dy] = [x - c.x, y - c.y];
  const [cos, sin] = [Math.cos(c.turn), Math.sin(c.turn)];
  const p = (dx * cos + dy * sin) / c.a;
  const q = (-dx * sin + dy * cos) / c.b;
  // Real chambers are no ellipses: trabeculae and folds make their outline uneven.
  const uneven = 0.035 * Math.sin(x * 0.31 + c.x) * Math.sin(y * 0.23) + 0.02 * Math.sin(x * 0.13 - y * 0.57);
  return Math.sqrt(p * p + q * q) * (1 + uneven);
}

const BLOOD = -57;
const MUSCLE = -27;
const CLOT = -20;

/** Echo strength, dB. */
export function echoAt(beat: Beat, x: number, y: number): number {
  let db = tissueAt(beat, x, y);
  for (const [a, b] of beat.leaflets) db = Math.max(db, -13 - 10 * Math.max(0, distanceTo(a, b, [x, y]) - 0.6));
  const clot = within(beat.thrombus, x, y);
  if (clot < 1.15) db += (CLOT - db) * clamp((1.08 - clot) * 7);
  return db;
}

function tissueAt(beat: Beat, x: number, y: number): number {
  const lv = within(beat.leftVentricle, x, y);
  const rv = within(beat.rightVentricle, x, y);
  const la = within(beat.leftAtrium, x, y);
  const ra = within(beat.rightAtrium, x, y);
  // Distance outside the nearest chamber, mm; the ventricles have the thicker walls.
  const ventricles = joined((lv - 1) * beat.leftVentricle.a, (rv - 1) * beat.rightVentricle.a, 14);
  const atria = joined((la - 1) * beat.leftAtrium.a, (ra - 1) * beat.rightAtrium.a, 5);
  // The valve rings are open channels of blood; only the leaflets part ventricle from atrium.
  const inflow = beat.inflows.map((ring) => (within(ring, x, y) - 1) * ring.a);
  const inside = Math.min(
    ...inflow,
    (lv - 1) * beat.leftVentricle.a,
    (rv - 1) * beat.rightVentricle.a,
    (la - 1) * beat.leftAtrium.a,
    (ra - 1) * beat.rightAtrium.a,
  );
  if (inside < 0.5) return BLOOD + (MUSCLE + 3 - BLOOD) * clamp((inside + 0.9) / 1.4);
  const out = joined(ventricles, atria, 4);
  const wall = 9.5 + 3.5 * beat.squeeze;
  const thickness = ventricles < atria + 6 ? wall : 3.5;
  if (out < thickness) return MUSCLE - 3 * clamp(out / thickness) + 2.5 * Math.sin(x * 0.09 + 1) * Math.sin(y * 0.07);
  const beyond = out - thickness;
  // The pericardium is the brightest line; lung beyond it echoes diffusely and fades with depth.
  return beyond < 1.6 && y > 62
    ? -15 + 3 * Math.sin(y * 0.08)
    : -36 - 0.24 * Math.min(60, beyond) + 3.5 * Math.sin(x * 0.06 + 2) * Math.sin(y * 0.05 + 1);
}

/** The smaller of two distances, with a rounded corner where they are alike. */
function joined(a: number, b: number, round: number): number {
  const h = Math.max(0, round - Math.abs(a - b)) / round;
  return Math.min(a, b) - (h * h * round) / 4;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

function distanceTo(a: EchoPoint, b: EchoPoint, p: EchoPoint): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const t = clamp(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy));
  return Math.hypot(p[0] - a[0] - dx * t, p[1] - a[1] - dy * t);
}

export function thrombusOutline(beat: Beat): EchoPoint[] {
  const { x, y, a, b, turn } = beat.thrombus;
  return Array.from({ length: 48 }, (_, i) => {
    const t = (i / 48) * 2 * Math.PI;
    const [p, q] = [a * Math.cos(t), b * Math.sin(t)];
    return [x + p * Math.cos(turn) - q * Math.sin(turn), y + p * Math.sin(turn) + q * Math.cos(turn)];
  });
}
