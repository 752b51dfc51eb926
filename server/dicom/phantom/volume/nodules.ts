/** Nodules of known place, size and kind: a ball whose radius varies with direction, painted into lung only. */
import type { Random } from '#domain/kernel/random.ts';
import { SIDES } from './contour.ts';
import type { LungMap } from './lung-map.ts';
import type { Slice } from './raster.ts';
import { length, minus, paintTube, plus, times, unit, type Segment, type Vector } from './solid.ts';

export type NoduleKind = 'solid' | 'part-solid' | 'ground-glass';
export type NoduleMargin = 'smooth' | 'lobulated' | 'spiculated';
export type NoduleAttachment = 'none' | 'pleura' | 'vessel';

export interface Nodule {
  readonly centre: Vector;
  /** Mean radius, mm. */
  readonly radius: number;
  readonly kind: NoduleKind;
  readonly margin: NoduleMargin;
  readonly attachment: NoduleAttachment;
  readonly waves: readonly {
    readonly axis: Vector;
    readonly share: number;
    readonly phase: number;
    readonly k: number;
  }[];
  readonly spicules: readonly Segment[];
}

type Plan = readonly [NoduleKind, NoduleMargin, NoduleAttachment, smallest: number, largest: number];

/** Diameters in mm. The first six are always present, so that every kind and every trap occurs in each patient. */
const PLANS: readonly Plan[] = [
  ['solid', 'spiculated', 'none', 15, 21],
  ['part-solid', 'lobulated', 'none', 14, 18],
  ['ground-glass', 'smooth', 'none', 10, 14],
  ['solid', 'smooth', 'pleura', 7, 10],
  ['solid', 'smooth', 'vessel', 6, 8],
  ['solid', 'lobulated', 'none', 10, 14],
  ['solid', 'smooth', 'none', 4, 5.5],
  ['ground-glass', 'smooth', 'none', 7, 9],
  ['part-solid', 'smooth', 'none', 9, 12],
  ['solid', 'spiculated', 'pleura', 10, 13],
];

export function settleNodules(lungs: LungMap, vessels: readonly Segment[], random: Random): Nodule[] {
  const placed: Nodule[] = [];
  for (const plan of PLANS.slice(0, random.int(6, PLANS.length))) {
    for (let tries = 0; tries < 60; tries++) {
      const nodule = propose(plan, { lungs, vessels, random });
      const apart = placed.every((p) => length(minus(p.centre, nodule.centre)) > p.radius + nodule.radius + 18);
      if (!apart || nodule.centre[2] < 28 || nodule.centre[2] > 192) continue;
      placed.push(nodule);
      break;
    }
  }
  return placed;
}

function propose(plan: Plan, from: { lungs: LungMap; vessels: readonly Segment[]; random: Random }): Nodule {
  const { lungs, vessels, random } = from;
  const [kind, margin, attachment, smallest, largest] = plan;
  const radius = (smallest + (largest - smallest) * random.unit()) / 2;
  const centre = centreFor(attachment, radius, { lungs, vessels, random });
  const bumps = { smooth: 0.05, lobulated: 0.17, spiculated: 0.12 }[margin];
  const waves = Array.from({ length: 6 }, (_, i) => ({
    axis: anyDirection(random),
    share: (bumps * (0.5 + random.unit())) / 2.2,
    phase: random.unit() * 2 * Math.PI,
    k: 2 + i * 0.9,
  }));
  const spicules =
    margin === 'spiculated' ? Array.from({ length: random.int(30, 40) }, () => spicule(centre, radius, random)) : [];
  return { centre, radius, kind, margin, attachment, waves, spicules };
}

function centreFor(
  attachment: NoduleAttachment,
  radius: number,
  from: { lungs: LungMap; vessels: readonly Segment[]; random: Random },
): Vector {
  const { lungs, vessels, random } = from;
  const side = SIDES[random.int(0, 1)] ?? 'right';
  if (attachment === 'vessel') {
    const hosts = vessels.filter((s) => s.rb > 1.1 && s.rb < 2.2 && lungs.depth(s.b) > radius + 8);
    const host = hosts[random.int(0, Math.max(0, hosts.length - 1))];
    if (host !== undefined) return plus(host.b, times(anyDirection(random), radius * 0.75 + host.rb));
  }
  if (attachment === 'pleura') {
    // Walk from inside towards the surface until the nodule leans on it.
    let at = lungs.sample(random, side, radius + 5);
    const outwards: Vector = unit([at[0] > 0 ? 1 : -1, random.normal() * 0.6, 0]);
    for (let i = 0; i < 120 && lungs.depth(at) > radius * 0.8 + 1.5; i++) at = plus(at, times(outwards, 0.7));
    return at;
  }
  return lungs.sample(random, side, radius + 6);
}

function anyDirection(random: Random): Vector {
  return unit([random.normal(), random.normal(), random.normal()]);
}

function spicule(centre: Vector, radius: number, random: Random): Segment {
  const direction = unit([random.normal(), random.normal(), random.normal() * 0.6]);
  const reach = radius * (1.45 + 0.8 * random.unit());
  return {
    a: plus(centre, times(direction, radius * 0.7)),
    b: plus(centre, times(direction, reach)),
    ra: 1.15,
    rb: 0.3,
  };
}

/** How far inside the surface a point lies, mm; negative outside. */
function depthIn(nodule: Nodule, at: Vector): number {
  const d = minus(at, nodule.centre);
  const distance = length(d);
  if (distance > nodule.radius * 1.8) return nodule.radius - distance;
  const direction = times(d, 1 / (distance || 1));
  let swell = 1;
  for (const w of nodule.waves) {
    swell +=
      w.share *
      Math.sin(w.k * (direction[0] * w.axis[0] + direction[1] * w.axis[1] + direction[2] * w.axis[2]) + w.phase);
  }
  return nodule.radius * swell - distance;
}

const SOLID = 42;
const GROUND_GLASS = -560;

export function paintNodule(slice: Slice, nodule: Nodule, within: Float32Array): void {
  const { grid, z, hu } = slice;
  const reach = nodule.radius * 1.8;
  if (Math.abs(z - nodule.centre[2]) > reach * 1.6) return;
  paintTube(slice, nodule.spicules, { hu: SOLID - 40, within, displacesLung: false, opacity: 0.85 });
  const soft = 0.5 * (grid.dx + grid.dy) * (nodule.kind === 'solid' ? 1.1 : 2);
  const column = (x: number): number => Math.round((x - grid.left) / grid.dx);
  const row = (y: number): number => Math.round((y - grid.top) / grid.dy);
  const [cx, cy] = nodule.centre;
  for (let y = Math.max(0, row(cy - reach)); y <= Math.min(grid.rows - 1, row(cy + reach)); y++) {
    for (let x = Math.max(0, column(cx - reach)); x <= Math.min(grid.columns - 1, column(cx + reach)); x++) {
      const depth = depthIn(nodule, [grid.left + x * grid.dx, grid.top + y * grid.dy, z]);
      const share = Math.min(1, Math.max(0, depth / soft + 0.5));
      const i = y * grid.columns + x;
      if (share > 0) hu[i] = blended(nodule, hu[i] ?? 0, { depth, share: share * (within[i] ?? 0) });
    }
  }
}

/** Ground glass veils but does not hide the vessels in it; the solid core of a part-solid nodule does. */
function blended(nodule: Nodule, before: number, at: { depth: number; share: number }): number {
  if (nodule.kind === 'solid') return before + (SOLID - before) * at.share;
  const veil = before < GROUND_GLASS ? before + (GROUND_GLASS - before) * at.share : before;
  if (nodule.kind === 'ground-glass') return veil;
  const core = Math.min(1, Math.max(0, (at.depth - nodule.radius * 0.5) / 1.2 + 0.5));
  return veil + (SOLID - 15 - veil) * core * at.share;
}

/**
 * The outline of the nodule's body (without spicules) at one height, clipped to the lung.
 * @returns flat x, y in mm, or undefined where the plane misses it.
 */
export function outlineAt(
  nodule: Nodule,
  z: number,
  lungShare: (x: number, y: number) => number,
): Float64Array | undefined {
  const [cx, cy] = nodule.centre;
  const inside = (x: number, y: number): boolean => depthIn(nodule, [x, y, z]) > 0 && lungShare(x, y) >= 0.5;
  if (!inside(cx, cy)) return undefined;
  const out = new Float64Array(128);
  for (let i = 0; i < 64; i++) {
    const [c, s] = [Math.cos((i / 64) * 2 * Math.PI), Math.sin((i / 64) * 2 * Math.PI)];
    let r = 0.1;
    while (r < nodule.radius * 2 && inside(cx + c * r, cy + s * r)) r += 0.1;
    out[2 * i] = cx + c * (r - 0.05);
    out[2 * i + 1] = cy + s * (r - 0.05);
  }
  return out;
}
