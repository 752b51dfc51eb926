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
  readonly thrombus: Chamber;
}

/** @param phase 0…1 of one beat, 0 at the R wave. */
export function beatAt(phase: number, seed: number): Beat {
  const squeeze = contraction(phase);
  const open = opening(phase);
  const descent = 11 * squeeze;
  const size = 1 + 0.04 * Math.sin(seed * 1.7);
  const valve = 106 - descent;
  const left: Chamber = { x: 15, y: 66 - descent * 0.35, a: (21.5 - 5.5 * squeeze) * size, b: 43 - 4.5 * squeeze, turn: 0.1 };
  const apex: EchoPoint = [left.x - Math.sin(left.turn) * -left.b, left.y - Math.cos(left.turn) * left.b];
  return {
    squeeze,
    descent,
    leftVentricle: left,
    rightVentricle: { x: -24, y: 74 - descent * 0.4, a: 14.5 - 4.2 * squeeze, b: 32 - 3.5 * squeeze, turn: -0.2 },
    leftAtrium: { x: 15, y: 130 - descent * 0.3, a: 20 + 3 * squeeze, b: 21 + 4 * squeeze, turn: 0 },
    rightAtrium: { x: -25, y: 128 - descent * 0.3, a: 18 + 2.5 * squeeze, b: 20 + 3.5 * squeeze, turn: 0.1 },
    leaflets: [...leaflets([-3, valve], [31, valve], open), ...leaflets([-38, valve + 2], [-11, valve + 1], open)],
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
  const wave = (from: number, to: number): number => (phase > from && phase < to ? Math.sin((Math.PI * (phase - from)) / (to - from)) : 0);
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
  return Math.sqrt(p * p + q * q);
}

const BLOOD = -57;
const MUSCLE = -25;
const CLOT = -21;

/** Echo strength, dB. */
export function echoAt(beat: Beat, x: number, y: number): number {
  let db = tissueAt(beat, x, y);
  for (const [a, b] of beat.leaflets) db = Math.max(db, -9 - 9 * Math.max(0, distanceTo(a, b, [x, y]) - 0.7));
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
  const ventricles = Math.min((lv - 1) * beat.leftVentricle.a, (rv - 1) * beat.rightVentricle.a);
  const atria = Math.min((la - 1) * beat.leftAtrium.a, (ra - 1) * beat.rightAtrium.a);
  const out = Math.min(ventricles, atria);
  if (out < 0) return BLOOD + (MUSCLE - BLOOD) * clamp((out + 0.9) / 1.4);
  const wall = 9.5 + 3.5 * beat.squeeze;
  const thickness = ventricles < atria + 6 ? wall : 3.5;
  if (out < thickness) return MUSCLE + (out < 1.4 ? 4 : 0);
  const beyond = out - thickness;
  // The pericardium is the brightest line; lung beyond it echoes diffusely and fades with depth.
  return beyond < 2 ? -10 : -33 - 0.22 * Math.min(60, beyond);
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
