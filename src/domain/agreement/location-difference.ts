/** When two readers mean the same lesion in different places: the centre of one lies outside of what the other drew, or on another frame. */
import { DEFAULT_LOCATION, type AgreementPlan } from '../plan/agreement-plan.ts';
import { gateOf } from './lesion-cost.ts';
import { lesionDistance, type LesionDistance } from './lesion-distance.ts';
import type { SeenLesion } from './seen-lesion.ts';

export interface LocationDifference {
  /** The two readers that exceed what is allowed them most. */
  readonly apart: LesionDistance;
  /** In the unit of the distance. */
  readonly allowed: number;
}

/** Another frame of a film is another place, however near the centres lie in the picture. */
export function locationDifference(seen: readonly SeenLesion[], plan: AgreementPlan): LocationDifference | undefined {
  const found = seen.flatMap((a, i) => seen.slice(i + 1).flatMap((b) => beyond(a, b, plan)));
  const excess = ({ apart, allowed }: LocationDifference): number => apart.value / allowed;
  return found.toSorted((x, y) => y.apart.framesApart - x.apart.framesApart || excess(y) - excess(x))[0];
}

function beyond(a: SeenLesion, b: SeenLesion, plan: AgreementPlan): LocationDifference[] {
  const apart = lesionDistance(a, b, plan.matching.maximumFrames ?? 0);
  if (!apart) return [];
  const allowed = allowedFor(a, b, { plan, unit: apart.unit });
  return apart.framesApart > 0 || apart.value > allowed + 1e-6 ? [{ apart, allowed }] : [];
}

interface Scale {
  readonly plan: AgreementPlan;
  readonly unit: LesionDistance['unit'];
}

/** A share of the mean diameter; where one of them measured nothing, at least the same share of the matching distance. */
function allowedFor(a: SeenLesion, b: SeenLesion, { plan, unit }: Scale): number {
  const { share } = plan.location ?? DEFAULT_LOCATION;
  const diameters = [a, b].flatMap(({ extent }) => (extent?.diameter.unit === unit ? [extent.diameter.value] : []));
  const mean = diameters.reduce((sum, d) => sum + d, 0) / Math.max(1, diameters.length);
  return share * (diameters.length === 2 ? mean : Math.max(mean, gateOf(a, b, { matching: plan.matching, unit })));
}
