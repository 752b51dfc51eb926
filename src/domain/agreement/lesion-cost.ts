/** Whether two readers' lesions may be the same one, and how sure that is. */
import { frameText, sameFrame } from '../geometry/frame.ts';
import { diceOf, overlapOfStacks } from '../geometry/overlap.ts';
import { covers } from '../geometry/runs.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { Granularity, ProtocolContent } from '../protocol/protocol.ts';
import type { Cost } from './grouping.ts';
import { lesionDistance, type LesionDistance } from './lesion-distance.ts';
import type { SeenLesion } from './seen-lesion.ts';

/** Lesions that share at least half of their area are the same one, however far apart their centres lie. */
const SAME_BY_OVERLAP = 0.5;

/** Another finding at the same place is a disagreement in class; of several candidates the one with the same finding is taken. */
const OTHER_FINDING = 1;

/** What the protocol says about which marks may be one lesion, as the cost of putting two into one group. */
export function lesionCosts({
  agreement,
  findings,
}: Pick<ProtocolContent, 'agreement' | 'findings'>): Cost<SeenLesion> {
  const granularities = new Map(findings.map(({ id, granularity }) => [id, granularity ?? 'finding']));
  const granularityOf = ({ lesion }: SeenLesion): Granularity => granularities.get(lesion.finding) ?? 'finding';
  return (a, b) => {
    const [mine, theirs] = [granularityOf(a), granularityOf(b)];
    if (mine === 'finding' && theirs === 'finding')
      return isWhole(a) || isWhole(b) ? wholeCost(a, b) : costOf(a, b, agreement.matching);
    // A finding of a whole image has no place in it that could be compared with a lesion.
    return a.lesion.finding === b.lesion.finding && sameWhole(a, b, mine) ? 0 : undefined;
  };
}

const isWhole = ({ lesion }: SeenLesion): boolean => lesion.marks.some(({ tool }) => tool === 'whole-image');

/** Marks of the image as a whole are the same where their images are; with a place in an image they have nothing in common. */
function wholeCost(a: SeenLesion, b: SeenLesion): number | undefined {
  if (!isWhole(a) || !isWhole(b) || !sameWhole(a, b, 'image')) return undefined;
  return a.lesion.finding === b.lesion.finding ? 0 : OTHER_FINDING;
}

/**
 * 0 for the same place and area, up to 1 at the gate without overlap, 1 more for another finding. Undefined when the centres are
 * farther apart than the plan allows and the lesions do not share half of themselves.
 */
function costOf(a: SeenLesion, b: SeenLesion, matching: AgreementPlan['matching']): number | undefined {
  if (outOfReach(a, b, matching.maximumMm)) return undefined;
  const apart = lesionDistance(a, b, matching.maximumFrames ?? 0);
  if (!apart) return undefined;
  const nearness = apart.value / gateOf(a, b, { matching, unit: apart.unit });
  const shared = sharedPart(a, b);
  if (nearness > 1 && shared < SAME_BY_OVERLAP) return undefined;
  const other = a.lesion.finding === b.lesion.finding ? 0 : OTHER_FINDING;
  return (Math.min(nearness, 1) + 1 - shared) / 2 + other;
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
export function gateOf(a: SeenLesion, b: SeenLesion, { matching, unit }: Gate): number {
  if (unit === 'mm') return matching.maximumMm;
  const { maximumPixels, maximumShare } = matching;
  const [mine, theirs] = [a.extent?.diameter, b.extent?.diameter];
  if (maximumShare === undefined || mine?.unit !== 'px' || theirs?.unit !== 'px') return maximumPixels;
  return (maximumShare * (mine.value + theirs.value)) / 2;
}

/** Dice of the areas, 0 to 1. A place, a line or axes in the middle of the other's area count as half of it. */
function sharedPart(a: SeenLesion, b: SeenLesion): number {
  if (a.coverage.size > 0 && b.coverage.size > 0) return diceOf(overlapOfStacks(a.coverage, b.coverage)) ?? 0;
  return liesIn(a, b) || liesIn(b, a) ? SAME_BY_OVERLAP : 0;
}

const liesIn = (place: SeenLesion, area: SeenLesion): boolean =>
  place.centres.some(({ frame, point }) => {
    const runs = area.coverage.frames.get(frameText(frame));
    return runs !== undefined && covers(runs, point);
  });
