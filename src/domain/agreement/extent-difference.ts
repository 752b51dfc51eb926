/** When two readers drew the same lesion in different sizes: another longest diameter, or another surface at the same diameter. */
import { surfaceAgreement } from '../geometry/overlap-measures.ts';
import type { Measurement } from '../geometry/measurement.ts';
import type { ReadId } from '../kernel/id.ts';
import { DEFAULT_SURFACE, type AgreementPlan } from '../plan/agreement-plan.ts';
import type { DrawnLesion, SeenLesion } from './seen-lesion.ts';

export interface ReadDiameter {
  readonly read: ReadId;
  readonly diameter: Measurement;
}

export type ExtentDifference =
  | {
      readonly by: 'diameter';
      readonly diameters: readonly ReadDiameter[];
      /** The greatest difference of two readers, and what the plan allows those two, in the unit of the diameters. */
      readonly difference: number;
      readonly allowed: number;
    }
  | {
      readonly by: 'surface';
      readonly diameters: readonly ReadDiameter[];
      /** The smallest share of two readers' surfaces that lies within the tolerance, and what the plan asks for. */
      readonly dice: number;
      readonly needed: number;
      readonly toleranceMm: number;
    };

/** Surfaces are looked at only where the diameters agree: they take a thousand times as long. */
export function extentDifference(seen: readonly DrawnLesion[], plan: AgreementPlan): ExtentDifference | undefined {
  const diameters = comparableDiameters(seen);
  const worst = worstPair(diameters, plan.extent);
  if (worst && worst.difference > worst.allowed) return { by: 'diameter', diameters, ...worst };
  const needed = plan.extent.surface ?? DEFAULT_SURFACE;
  const surface = worstSurface(seen, needed.mm);
  return surface && surface.dice < needed.dice
    ? { by: 'surface', diameters, needed: needed.dice, ...surface }
    : undefined;
}

/** Millimetres are compared with millimetres only; a reader without a diameter in the common unit says nothing about extent. */
function comparableDiameters(seen: readonly SeenLesion[]): ReadDiameter[] {
  const all = seen.flatMap(({ read, extent: e }) => (e ? [{ read, diameter: e.diameter }] : []));
  const calibrated = all.filter(({ diameter }) => diameter.unit === 'mm');
  return calibrated.length >= 2 ? calibrated : all.filter(({ diameter }) => diameter.unit === 'px');
}

interface PairDifference {
  readonly difference: number;
  readonly allowed: number;
}

/** The pair that exceeds its allowance most. In pixels only the share applies: a millimetre means nothing there. */
function worstPair(diameters: readonly ReadDiameter[], plan: AgreementPlan['extent']): PairDifference | undefined {
  let worst: PairDifference | undefined;
  diameters.forEach(({ diameter: a }, i) => {
    for (const { diameter: b } of diameters.slice(i + 1)) {
      const allowed = Math.max(a.unit === 'mm' ? plan.mm : 0, (plan.share * (a.value + b.value)) / 2);
      const difference = Math.abs(a.value - b.value);
      if (!worst || difference - allowed > worst.difference - worst.allowed) worst = { difference, allowed };
    }
  });
  return worst;
}

function worstSurface(
  seen: readonly DrawnLesion[],
  leastTolerance: number,
): { readonly dice: number; readonly toleranceMm: number } | undefined {
  const pairs = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => [a, b] as const));
  const found = pairs.flatMap(([a, b]) => surfaceAgreement(a.areas, b.areas, leastTolerance) ?? []);
  return found.toSorted((a, b) => a.dice - b.dice)[0];
}
