/** How far apart two readers' lesions are, in the truest space both have, and whether they may be the same one. */
import { sameFrame } from '../geometry/frame.ts';
import { diceOf, meet, overlapOfStacks } from '../geometry/overlap.ts';
import { distance, patientDistance } from '../geometry/point.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { SeenLesion } from './seen-lesion.ts';

export type LesionDistance = { readonly unit: 'mm' | 'px'; readonly value: number };

/** Lesions that share at least half of their area are the same one, however far apart their centres lie. */
const SAME_BY_OVERLAP = 0.5;

/** Another finding at the same place is a disagreement in class; of several candidates the one with the same finding is taken. */
const OTHER_FINDING = 1;

/**
 * Between centres in the patient; else between the centres on the frames both were drawn on, in millimetres where those are
 * calibrated. Undefined when they have neither a patient space nor a frame in common.
 */
function lesionDistance(a: SeenLesion, b: SeenLesion): LesionDistance | undefined {
  if (a.patient && b.patient && a.patient.space === b.patient.space) {
    return { unit: 'mm', value: patientDistance(a.patient.point, b.patient.point) };
  }
  const common = a.centres.flatMap((mine) => {
    const theirs = b.centres.find((centre) => sameFrame(centre.frame, mine.frame));
    return theirs ? [{ mine, theirs }] : [];
  });
  if (common.length === 0) return undefined;
  const calibrated = common.flatMap(({ mine, theirs }) =>
    mine.plane && theirs.plane ? [distance<'plane'>(mine.plane, theirs.plane)] : [],
  );
  if (calibrated.length === common.length) return { unit: 'mm', value: mean(calibrated) };
  return { unit: 'px', value: mean(common.map(({ mine, theirs }) => distance<'pixel'>(mine.point, theirs.point))) };
}

/**
 * 0 for the same place and area, up to 1 at the gate without overlap, 1 more for another finding. Undefined when the centres are
 * farther apart than the plan allows and the areas do not share half of themselves.
 */
export function lesionCost(a: SeenLesion, b: SeenLesion, matching: AgreementPlan['matching']): number | undefined {
  const apart = lesionDistance(a, b);
  const gate = apart?.unit === 'px' ? matching.maximumPixels : matching.maximumMm;
  const nearness = apart ? apart.value / gate : Infinity;
  const dice = mayOverlap(a, b) ? (diceOf(overlapOfStacks(a.areas, b.areas)) ?? 0) : 0;
  if (nearness > 1 && dice < SAME_BY_OVERLAP) return undefined;
  const other = a.lesion.finding === b.lesion.finding ? 0 : OTHER_FINDING;
  return (Math.min(nearness, 1) + 1 - dice) / 2 + other;
}

/** Whether their areas come near each other on any frame; only then is the overlap worth counting. */
const mayOverlap = (a: SeenLesion, b: SeenLesion): boolean =>
  [...a.areas].some(([frame, areas]) => meet(areas, b.areas.get(frame) ?? []));

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
