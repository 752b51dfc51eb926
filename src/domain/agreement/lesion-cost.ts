/**
 * Whether two readers' lesions may be the same one, and how sure that is. The first is answered by distances wherever these decide;
 * areas are laid upon each other only where they are needed.
 */
import { frameText, sameFrame } from '../geometry/frame.ts';
import { diceOf, overlapOfStacks } from '../geometry/overlap.ts';
import type { Bounds } from '../geometry/polygon.ts';
import { covers } from '../geometry/runs.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { Granularity, ProtocolContent } from '../protocol/protocol.ts';
import type { Likeness } from './grouping.ts';
import { isInReach, lesionsNear } from './lesion-index.ts';
import { lesionDistance, type LesionDistance } from './lesion-distance.ts';
import type { DrawnLesion, SeenLesion } from './seen-lesion.ts';

/** Lesions that share at least half of their area are the same one, however far apart their centres lie. */
const SAME_BY_OVERLAP = 0.5;

/** Another finding at the same place is a disagreement in class; of several candidates the one with the same finding is taken. */
const OTHER_FINDING = 1;

/** What the protocol says about which marks may be one lesion, and the cost of putting two into one group. */
export function lesionLikeness(protocol: Pick<ProtocolContent, 'agreement' | 'findings'>): Likeness<DrawnLesion> {
  const { matching } = protocol.agreement;
  const granularityOf = granularitiesOf(protocol.findings);
  const isPlaced = hasPlace(protocol.findings);
  return {
    may: (a, b) => {
      const [mine, theirs] = [granularityOf(a), granularityOf(b)];
      if (mine === 'finding' && theirs === 'finding')
        return isWhole(a) || isWhole(b)
          ? isWhole(a) && isWhole(b) && sameWhole(a, b, 'image')
          : mayBeOne(a, b, matching);
      // A finding of a whole image has no place in it that could be compared with a lesion.
      return a.lesion.finding === b.lesion.finding && sameWhole(a, b, mine);
    },
    cost: (a, b) =>
      (isPlaced(a) ? costOf(a, b, matching) : 0) + (a.lesion.finding === b.lesion.finding ? 0 : OTHER_FINDING),
    nearby: lesionsNear(protocol.agreement.matching, isPlaced),
  };
}

function granularitiesOf(findings: ProtocolContent['findings']): (seen: SeenLesion) => Granularity {
  const granularities = new Map(findings.map(({ id, granularity }) => [id, granularity ?? 'finding']));
  return ({ lesion }) => granularities.get(lesion.finding) ?? 'finding';
}

/** Whether where a lesion lies decides what it may be the same as. */
function hasPlace(findings: ProtocolContent['findings']): (seen: SeenLesion) => boolean {
  const granularityOf = granularitiesOf(findings);
  return (seen) => granularityOf(seen) === 'finding' && !isWhole(seen);
}

const isWhole = ({ lesion }: SeenLesion): boolean => lesion.marks.some(({ tool }) => tool === 'whole-image');

/** Not when the centres are farther apart than the plan allows and the lesions do not share half of themselves. */
function mayBeOne(a: DrawnLesion, b: DrawnLesion, matching: AgreementPlan['matching']): boolean {
  if (a.patient && a.patient.space === b.patient?.space && !isInReach(a.patient, b.patient, matching.maximumMm))
    return false;
  const nearness = nearnessOf(a, b, matching);
  if (nearness === undefined || nearness <= 1) return nearness !== undefined;
  return mayOverlap(a, b) && sharedPart(a, b) >= SAME_BY_OVERLAP;
}

/** 0 for the same place and area, up to 1 at the gate without overlap. */
function costOf(a: DrawnLesion, b: DrawnLesion, matching: AgreementPlan['matching']): number {
  return (Math.min(nearnessOf(a, b, matching) ?? 1, 1) + 1 - sharedPart(a, b)) / 2;
}

/** The distance in gates; undefined where there is none. */
function nearnessOf(a: SeenLesion, b: SeenLesion, matching: AgreementPlan['matching']): number | undefined {
  const apart = lesionDistance(a, b, matching.maximumFrames ?? 0);
  return apart && apart.value / gateOf(a, b, { matching, unit: apart.unit });
}

/** Whether both speak of the same image, series or case; a series is known by its patient space, or by its one object. */
function sameWhole(a: SeenLesion, b: SeenLesion, granularity: Granularity): boolean {
  switch (granularity) {
    case 'finding':
      return false;
    case 'image':
      return a.centres.some((mine) => b.centres.some((theirs) => sameFrame(mine.frame, theirs.frame)));
    case 'series':
      if (a.patient && a.patient.space === b.patient?.space) return true;
      return a.centres.some((mine) => b.centres.some((theirs) => mine.frame.sop === theirs.frame.sop));
    case 'case':
      return true;
    default:
      return exhaustive(granularity);
  }
}

interface Gate {
  readonly matching: AgreementPlan['matching'];
  readonly unit: LesionDistance['unit'];
}

/** In pixels a share of the mean diameter may stand for the distance, as a pixel means nothing from one scanner to the next. */
export function gateOf(a: SeenLesion, b: SeenLesion, { matching, unit }: Gate): number {
  if (unit === 'mm') return matching.maximumMm;
  const { maximumPixels, maximumShare } = matching;
  const [mine, theirs] = [a.extent?.diameter, b.extent?.diameter];
  if (maximumShare === undefined || mine?.unit !== 'px' || theirs?.unit !== 'px') return maximumPixels;
  return (maximumShare * (mine.value + theirs.value)) / 2;
}

/** Dice of the areas, 0 to 1. A place, a line or axes in the middle of the other's area count as half of it. */
function sharedPart(a: DrawnLesion, b: DrawnLesion): number {
  if (a.coverage.size > 0 && b.coverage.size > 0) return diceOf(overlapOfStacks(a.coverage, b.coverage)) ?? 0;
  return liesIn(a, b) || liesIn(b, a) ? SAME_BY_OVERLAP : 0;
}

/** Whether the boxes around them touch on any frame: without that they share nothing. */
const mayOverlap = (a: SeenLesion, b: SeenLesion): boolean =>
  a.centres.some((mine) =>
    b.centres.some((theirs) => sameFrame(mine.frame, theirs.frame) && boxesTouch(mine.around, theirs.around)),
  );

/** A centre counts as inside the area of its nearest sample, hence the pixel to spare. */
const boxesTouch = (a: Bounds, b: Bounds): boolean =>
  a.left <= b.right + 1 && b.left <= a.right + 1 && a.top <= b.bottom + 1 && b.top <= a.bottom + 1;

const liesIn = (place: DrawnLesion, area: DrawnLesion): boolean =>
  place.centres.some(({ frame, point }) => {
    const runs = area.coverage.frames.get(frameText(frame));
    return runs !== undefined && covers(runs, point);
  });
