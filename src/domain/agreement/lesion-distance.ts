/** How far apart two readers' lesions are, in the truest space both have. */
import { distance, patientDistance } from '../geometry/point.ts';
import type { FrameCentre, SeenLesion } from './seen-lesion.ts';

export interface LesionDistance {
  readonly unit: 'mm' | 'px';
  readonly value: number;
  /** 0 where it was measured in the patient or on frames both drew on. */
  readonly framesApart: number;
}

/**
 * Between centres in the patient; else between the centres on the frames both were drawn on, in millimetres where those are
 * calibrated; else, on a film, between those on its nearest frames.
 * @param maximumFrames how many frames of a film may lie between them.
 * @returns undefined when they have neither a patient space nor frames near enough in common.
 */
export function lesionDistance(a: SeenLesion, b: SeenLesion, maximumFrames: number): LesionDistance | undefined {
  if (a.patient && b.patient && a.patient.space === b.patient.space) {
    return { unit: 'mm', value: patientDistance(a.patient.point, b.patient.point), framesApart: 0 };
  }
  let framesApart = maximumFrames;
  let pairs: [FrameCentre, FrameCentre][] = [];
  for (const mine of a.centres) {
    for (const theirs of b.centres) {
      const apart = Math.abs(mine.frame.frame - theirs.frame.frame);
      if (apart > framesApart || mine.frame.sop !== theirs.frame.sop) continue;
      if (apart < framesApart) pairs = [];
      framesApart = apart;
      pairs.push([mine, theirs]);
    }
  }
  return pairs.length > 0 ? { ...meanDistance(pairs), framesApart } : undefined;
}

/** In pixels as soon as one pair is not calibrated. */
function meanDistance(pairs: readonly [FrameCentre, FrameCentre][]): Pick<LesionDistance, 'unit' | 'value'> {
  const mm = pairs.flatMap(([a, b]) => (a.plane && b.plane ? [distance<'plane'>(a.plane, b.plane)] : []));
  if (mm.length === pairs.length) return { unit: 'mm', value: mean(mm) };
  return { unit: 'px', value: mean(pairs.map(([a, b]) => distance<'pixel'>(a.point, b.point))) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
