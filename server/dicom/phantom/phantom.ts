/**
 * Synthetic patients for demos, tests and measurements: images that look like anatomy, and the truth about what is in
 * them. Everything follows from the seed, so that the same call gives the same bytes on every machine.
 */
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import { chestCt } from './ct.ts';
import type { Identity, PhantomFile, PhantomKind } from './study.ts';
import type { ChestCtTruth, ChestXrayTruth, PhantomTruth, UsCineTruth } from './truth.ts';
import { usCine } from './us-cine.ts';
import { chestXray } from './xray.ts';

export const PHANTOM_KINDS: readonly PhantomKind[] = ['chest-ct', 'us-cine', 'chest-xray'];

export interface PhantomPlan<K extends PhantomKind = PhantomKind> {
  readonly kind: K;
  /** A whole number. */
  readonly seed: number;
  /** Pixels across, for quick small phantoms; 512, 640 and 2000 when absent. */
  readonly size?: number;
  /** Slices of the CT (146 when absent) or frames of the cine (72); the anatomy covered stays the same. */
  readonly count?: number;
}

interface Truths {
  readonly 'chest-ct': ChestCtTruth;
  readonly 'us-cine': UsCineTruth;
  readonly 'chest-xray': ChestXrayTruth;
}

export interface Phantom<T extends PhantomTruth = PhantomTruth> {
  readonly files: readonly PhantomFile[];
  readonly truth: T;
}

const SIZES: Record<PhantomKind, number> = { 'chest-ct': 512, 'us-cine': 640, 'chest-xray': 2000 };
const COUNTS: Record<PhantomKind, number> = { 'chest-ct': 146, 'us-cine': 72, 'chest-xray': 1 };

/** Takes some seconds of one core at full size and holds all files in memory (a chest CT: 77 MB). */
export function generatePhantom<K extends PhantomKind>(plan: PhantomPlan<K>): Phantom<Truths[K]>;
export function generatePhantom(plan: PhantomPlan): Phantom {
  const of: Identity = {
    kind: plan.kind,
    seed: plan.seed,
    size: plan.size ?? SIZES[plan.kind],
    count: plan.count ?? COUNTS[plan.kind],
  };
  switch (of.kind) {
    case 'chest-ct':
      return chestCt(of);
    case 'us-cine':
      return usCine(of);
    case 'chest-xray':
      return chestXray(of);
    default:
      return exhaustive(of.kind);
  }
}
