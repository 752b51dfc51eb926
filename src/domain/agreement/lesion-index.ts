/**
 * Which lesions of another reader are near enough to be compared at all. Everything that can have a cost is among them, in the order
 * of the list; most of the rest, lesions on other frames or in another part of the patient, is never looked at.
 */
import { frameText } from '../geometry/frame.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { Nearby } from './grouping.ts';
import type { PatientCentre, SeenLesion } from './seen-lesion.ts';

/** @param isPlaced whether where a lesion lies decides what it may be the same as; any other may be the same as one anywhere. */
export function lesionsNear(
  matching: AgreementPlan['matching'],
  isPlaced: (seen: SeenLesion) => boolean,
): Nearby<SeenLesion> {
  return (theirs) => {
    const everything = [...theirs.keys()];
    const anywhere = theirs.flatMap((one, at) => (isPlaced(one) ? [] : [at]));
    const inPatient = patientIndex(theirs, matching.maximumMm);
    const onFrames = frameIndex(theirs, matching);
    return (mine) => {
      if (!isPlaced(mine)) return everything;
      const near = inPatient(mine);
      near.push(...onFrames(mine), ...anywhere);
      near.sort((a, b) => a - b);
      return near.filter((at, i) => at !== near[i - 1]);
    };
  };
}

type Places = (mine: SeenLesion) => number[];

interface Located extends PatientCentre {
  readonly at: number;
}

/** By patient space, in the order of their heights, so that only those at about the same height are looked at. */
function patientIndex(theirs: readonly SeenLesion[], maximumMm: number): Places {
  const spaces = Map.groupBy(
    theirs.flatMap(({ patient }, at): Located[] => (patient ? [{ ...patient, at }] : [])),
    ({ space }) => space,
  );
  for (const located of spaces.values()) located.sort((a, b) => heightOf(a) - heightOf(b));
  const farthest = Math.max(0, ...theirs.map(({ patient }) => patient?.reach ?? 0));
  return ({ patient }) => {
    const located = patient && spaces.get(patient.space);
    if (!located) return [];
    const reach = Math.max(maximumMm, patient.reach + farthest);
    const found: number[] = [];
    for (let i = firstFrom(located, heightOf(patient) - reach); i < located.length; i++) {
      const one = located[i];
      if (!one || heightOf(one) > heightOf(patient) + reach) break;
      if (isInReach(patient, one, maximumMm)) found.push(one.at);
    }
    return found;
  };
}

/** Whether two places in one patient lie within the distance of the plan, or near enough for their areas to touch. */
export function isInReach(a: PatientCentre, b: PatientCentre, maximumMm: number): boolean {
  const [x, y, z] = [a.point[0] - b.point[0], a.point[1] - b.point[1], a.point[2] - b.point[2]];
  return x * x + y * y + z * z <= Math.max(maximumMm, a.reach + b.reach) ** 2;
}

const heightOf = ({ point }: PatientCentre): number => point[2];

function firstFrom(located: readonly Located[], height: number): number {
  let [low, high] = [0, located.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = located[middle];
    if (one && heightOf(one) < height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Without a patient space in common, lesions meet on frames, or on frames of a film that the plan takes for near. */
function frameIndex(theirs: readonly SeenLesion[], { maximumFrames = 0 }: AgreementPlan['matching']): Places {
  const outside = new Map<string | undefined, ReadonlyMap<string, readonly number[]>>();
  return ({ centres, patient }) => {
    const onFrame = outside.get(patient?.space) ?? framesOutside(theirs, patient?.space);
    outside.set(patient?.space, onFrame);
    if (onFrame.size === 0) return [];
    return centres.flatMap(({ frame: { sop, frame } }) =>
      Array.from({ length: 2 * maximumFrames + 1 }, (_, i) => frame - maximumFrames + i).flatMap(
        (near) => onFrame.get(frameText({ sop, frame: near })) ?? [],
      ),
    );
  };
}

/** Frame by frame the lesions that are not in this patient space, where heights tell more than frames. */
function framesOutside(
  theirs: readonly SeenLesion[],
  space: string | undefined,
): ReadonlyMap<string, readonly number[]> {
  const outside = theirs.flatMap(({ centres, patient }, at) =>
    space !== undefined && patient?.space === space ? [] : centres.map(({ frame }) => ({ at, frame })),
  );
  const onFrame = Map.groupBy(outside, ({ frame }) => frameText(frame));
  return new Map([...onFrame].map(([frame, on]) => [frame, on.map(({ at }) => at)]));
}
