/** How far apart two readers' lesions are, in the truest space both have, and whether they may be the same one. */
import { frameText, sameFrame } from '../geometry/frame.ts';
import { diceOf, overlapOfStacks } from '../geometry/overlap.ts';
import { distance, patientDistance } from '../geometry/point.ts';
import { covers } from '../geometry/runs.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { SeenLesion } from './seen-lesion.ts';

export interface LesionDistance {
  readonly unit: 'mm' | 'px';
  readonly value: number;
}

/** Lesions that share at least half of their area are the same one, however far apart their centres lie. */
const SAME_BY_OVERLAP = 0.5;

/** Another finding at the same place is a disagreement in class; of several candidates the one with the same finding is taken. */
const OTHER_FINDING = 1;

/**
 * Between centres in the patient; else between the centres on the frames both were drawn on, in millimetres where those are
 * calibrated. Undefined when they have neither a patient space nor a frame in common.
 */
export function lesionDistance(a: SeenLesion, b: SeenLesion): LesionDistance | undefined {
  if (a.patient && b.patient && a.patient.space === b.patient.space) {
    return { unit: 'mm', value: patientDistance(a.patient.point, b.patient.point) };
  }
  let [frames, calibrated, mm, pixels] = [0, 0, 0, 0];
  for (const mine of a.centres) {
    for (const theirs of b.centres) {
      if (!sameFrame(theirs.frame, mine.frame)) continue;
      frames++;
      pixels += distance<'pixel'>(mine.point, theirs.point);
      if (!mine.plane || !theirs.plane) continue;
      calibrated++;
      mm += distance<'plane'>(mine.plane, theirs.plane);
    }
  }
  if (frames === 0) return undefined;
  return calibrated === frames ? { unit: 'mm', value: mm / frames } : { unit: 'px', value: pixels / frames };
}

/**
 * 0 for the same place and area, up to 1 at the gate without overlap, 1 more for another finding. Undefined when the centres are
 * farther apart than the plan allows and the lesions do not share half of themselves.
 */
export function lesionCost(a: SeenLesion, b: SeenLesion, matching: AgreementPlan['matching']): number | undefined {
  if (outOfReach(a, b, matching.maximumMm)) return undefined;
  const apart = lesionDistance(a, b);
  if (!apart) return undefined;
  const nearness = apart.value / gateOf(a, b, { matching, unit: apart.unit });
  const shared = sharedPart(a, b);
  if (nearness > 1 && shared < SAME_BY_OVERLAP) return undefined;
  const other = a.lesion.finding === b.lesion.finding ? 0 : OTHER_FINDING;
  return (Math.min(nearness, 1) + 1 - shared) / 2 + other;
}

/** Most pairs of a case are far apart: for those nothing else is looked at. */
function outOfReach({ patient: a }: SeenLesion, { patient: b }: SeenLesion, maximumMm: number): boolean {
  if (!a || !b || a.space !== b.space) return false;
  const [x, y, z] = [a.point[0] - b.point[0], a.point[1] - b.point[1], a.point[2] - b.point[2]];
  return x * x + y * y + z * z > Math.max(maximumMm, a.reach + b.reach) ** 2;
}

interface Gate {
  readonly matching: AgreementPlan['matching'];
  readonly unit: LesionDistance['unit'];
}

/** In pixels a share of the mean diameter may stand for the distance, as a pixel means nothing from one scanner to the next. */
function gateOf(a: SeenLesion, b: SeenLesion, { matching, unit }: Gate): number {
  if (unit === 'mm') return matching.maximumMm;
  const { maximumPixels, maximumShare } = matching;
  const [mine, theirs] = [a.extent?.diameter, b.extent?.diameter];
  if (maximumShare === undefined || mine?.unit !== 'px' || theirs?.unit !== 'px') return maximumPixels;
  return (maximumShare * (mine.value + theirs.value)) / 2;
}

/** Dice of the areas, 0 to 1. A place, a line or axes in the middle of the other's area count as half of it. */
function sharedPart(a: SeenLesion, b: SeenLesion): number {
  if (a.areas.size > 0 && b.areas.size > 0) return diceOf(overlapOfStacks(a.coverage, b.coverage)) ?? 0;
  return liesIn(a, b) || liesIn(b, a) ? SAME_BY_OVERLAP : 0;
}

const liesIn = (place: SeenLesion, area: SeenLesion): boolean =>
  place.centres.some(({ frame, point }) => {
    const runs = area.coverage.frames.get(frameText(frame));
    return runs !== undefined && covers(runs, point);
  });
