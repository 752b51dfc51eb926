/**
 * Pulmonary arteries and veins grown towards points scattered through the lung: each point is joined to the tree where
 * that costs least, branches bend out of their parent's direction, and calibres follow from the number of twigs
 * downstream (Murray's law, exponent 2.7 as measured in pulmonary arteries by Huang et al., J Appl Physiol 1996).
 */
import type { Random } from '#domain/kernel/random.ts';
import { type LungMap } from './lung-map.ts';
import { length, minus, plus, times, unit, type Segment, type Vector } from './solid.ts';

interface Node {
  readonly at: Vector;
  readonly parent: number;
  readonly travelled: number;
  twigs: number;
}

interface TreePlan {
  readonly root: Vector;
  /** Direction in which the root leaves the hilum. */
  readonly heading: Vector;
  readonly side: 'right' | 'left';
  readonly twigs: number;
  /** Radius at the root, mm. */
  readonly calibre: number;
}

export function vesselTree(plan: TreePlan, lungs: LungMap, random: Random): Segment[] {
  const nodes: Node[] = [
    { at: minus(plan.root, times(plan.heading, 6)), parent: -1, travelled: 0, twigs: 0 },
    { at: plan.root, parent: 0, travelled: 6, twigs: 0 },
  ];
  const targets = Array.from({ length: plan.twigs }, () => lungs.sample(random, plan.side, 4 + 4 * random.unit()));
  targets.sort((a, b) => length(minus(a, plan.root)) - length(minus(b, plan.root)));
  for (const [i, target] of targets.entries()) {
    // The first twigs reach far so that the lobar stems exist before the small branches look for a parent.
    const stem = i < 10 ? targets[Math.floor(((i + 0.5) / 10) * targets.length)] : undefined;
    grow(nodes, stem ?? target, random);
  }
  return segmentsOf(nodes, plan.calibre);
}

function grow(nodes: Node[], target: Vector, random: Random): void {
  const from = parentFor(nodes, target);
  const start = nodes[from];
  if (start === undefined) return;
  const before = nodes[start.parent]?.at ?? start.at;
  const heading = unit(minus(start.at, before));
  const span = length(minus(target, start.at));
  const steps = Math.max(1, Math.round(span / 5));
  const bend = plus(
    start.at,
    times(plus(times(heading, 0.55), times(unit(minus(target, start.at)), 0.45)), span * 0.45),
  );
  let parent = from;
  let last = start.at;
  for (let s = 1; s <= steps; s++) {
    const t = s / steps;
    const wobble = s === steps ? 0 : 0.35 + 0.012 * span;
    const curve = plus(plus(times(start.at, (1 - t) ** 2), times(bend, 2 * t * (1 - t))), times(target, t * t));
    const at = plus(curve, [random.normal() * wobble, random.normal() * wobble, random.normal() * wobble]);
    nodes.push({ at, parent, travelled: (nodes[parent]?.travelled ?? 0) + length(minus(at, last)), twigs: 0 });
    parent = nodes.length - 1;
    last = at;
  }
  for (let i = parent; i >= 0; i = nodes[i]?.parent ?? -1) {
    const node = nodes[i];
    if (node !== undefined) node.twigs++;
  }
}

/** The node to branch from: near, not too far down the tree, and not behind the branch's back. */
function parentFor(nodes: readonly Node[], target: Vector): number {
  let best = 1;
  let least = Infinity;
  for (let i = 1; i < nodes.length; i++) {
    const node = nodes[i];
    if (node === undefined) continue;
    const dx = target[0] - node.at[0];
    const dy = target[1] - node.at[1];
    const dz = target[2] - node.at[2];
    const near = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (near + 0.22 * node.travelled >= least) continue;
    const p = nodes[node.parent]?.at ?? node.at;
    const [hx, hy, hz] = [node.at[0] - p[0], node.at[1] - p[1], node.at[2] - p[2]];
    const ahead = (hx * dx + hy * dy + hz * dz) / (near * Math.sqrt(hx * hx + hy * hy + hz * hz) || 1);
    const cost = near * (1.35 - 0.5 * ahead) + 0.22 * node.travelled;
    if (cost < least) [least, best] = [cost, i];
  }
  return best;
}

function segmentsOf(nodes: readonly Node[], calibre: number): Segment[] {
  const total = nodes[1]?.twigs ?? 1;
  const radius = (twigs: number): number => Math.max(0.42, calibre * (twigs / total) ** (1 / 2.7));
  return nodes.slice(1).flatMap((node) => {
    const parent = nodes[node.parent];
    if (parent === undefined) return [];
    const rb = radius(node.twigs);
    return [{ a: parent.at, b: node.at, ra: Math.min(radius(Math.max(1, parent.twigs)), rb * 1.25), rb }];
  });
}

export const HILA: readonly TreePlan[] = [
  { root: [-43, 10, 114], heading: [-0.8, 0.3, -0.2], side: 'right', twigs: 560, calibre: 6.6 },
  { root: [43, 22, 116], heading: [0.8, 0.5, -0.2], side: 'left', twigs: 500, calibre: 6.3 },
  { root: [-46, 30, 88], heading: [-0.7, 0.6, -0.4], side: 'right', twigs: 230, calibre: 4.6 },
  { root: [-46, -12, 112], heading: [-0.8, -0.5, 0.2], side: 'right', twigs: 230, calibre: 4.6 },
  { root: [50, 30, 90], heading: [0.7, 0.6, -0.4], side: 'left', twigs: 220, calibre: 4.5 },
  { root: [48, -14, 118], heading: [0.8, -0.5, 0.2], side: 'left', twigs: 220, calibre: 4.5 },
];
