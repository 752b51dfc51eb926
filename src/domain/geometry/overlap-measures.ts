/**
 * All figures of how two readers' areas of one lesion coincide, in two dimensions, over the frames of a film, or in three
 * dimensions. Which figure to look at is the protocol's choice; none replaces the others (Maier-Hein et al. 2024, Nat Methods 21:195).
 */
import { bodyPairs, type BodyPair, type FrameArea } from './frame-area.ts';
import { diceOf, iouOf } from './overlap.ts';
import { samplesIn, samplesInBoth } from './runs.ts';
import { surfaceDice } from './surface-dice.ts';
import { surfaceOf, type Body, type Surface } from './surface.ts';
import { averageDistance, hausdorff, hausdorff95, surfaceDistances } from './surface-distance.ts';

export interface OverlapMeasures {
  readonly dice: number;
  readonly iou: number;
  /** mm² where frames have no thickness. */
  readonly volume: {
    readonly unit: 'mm³' | 'mm²';
    readonly first: number;
    readonly second: number;
    readonly difference: number;
  };
  readonly surface: { readonly dice: number; readonly toleranceMm: number };
  readonly hausdorffMm: number;
  readonly hausdorff95Mm: number;
  readonly averageDistanceMm: number;
}

/**
 * @param leastTolerance in mm; surfaces of a stack count as equal within the distance of its frames, if that is more.
 * @returns undefined without millimetres, without a frame or stack in common, or where one of them holds no sample.
 */
export function overlapMeasures(
  first: readonly FrameArea[],
  second: readonly FrameArea[],
  leastTolerance: number,
): OverlapMeasures | undefined {
  const pairs = bodyPairs(first, second).filter(bothFilled);
  if (pairs.length === 0) return undefined;
  const overlap = overlapIn(pairs);
  const surfaces = surfacesOf(pairs);
  const distances = surfaceDistances(surfaces);
  return {
    dice: diceOf(overlap) ?? 0,
    iou: iouOf(overlap) ?? 0,
    volume: {
      unit: pairs[0]?.first.thickness === undefined ? 'mm²' : 'mm³',
      first: overlap.first,
      second: overlap.second,
      difference: overlap.second - overlap.first,
    },
    surface: surfaceIn(pairs, surfaces, leastTolerance),
    hausdorffMm: hausdorff(distances),
    hausdorff95Mm: hausdorff95(distances),
    averageDistanceMm: averageDistance(distances),
  };
}

/** The surface Dice alone; undefined as above. */
export function surfaceAgreement(
  first: readonly FrameArea[],
  second: readonly FrameArea[],
  leastTolerance: number,
): OverlapMeasures['surface'] | undefined {
  const pairs = bodyPairs(first, second).filter(bothFilled);
  return pairs.length > 0 ? surfaceIn(pairs, surfacesOf(pairs), leastTolerance) : undefined;
}

function surfaceIn(
  pairs: readonly BodyPair[],
  surfaces: readonly SurfacePair[],
  leastTolerance: number,
): OverlapMeasures['surface'] {
  const toleranceMm = Math.max(leastTolerance, ...pairs.map(({ first }) => first.thickness ?? 0));
  return { dice: surfaceDice(surfaces, toleranceMm), toleranceMm };
}

type SurfacePair = readonly [Surface, Surface];

const surfacesOf = (pairs: readonly BodyPair[]): SurfacePair[] =>
  pairs.map(({ first, second }) => [surfaceOf(first), surfaceOf(second)]);

const bothFilled = ({ first, second }: BodyPair): boolean => samplesOf(first) > 0 && samplesOf(second) > 0;

const samplesOf = ({ layers }: Body): number => layers.reduce((sum, { runs }) => sum + samplesIn(runs), 0);

/** Sizes in mm² or mm³. */
function overlapIn(pairs: readonly BodyPair[]): { first: number; second: number; both: number } {
  const sum = { first: 0, second: 0, both: 0 };
  for (const { first, second } of pairs) {
    const perPixel = first.layers[0]?.runs.perPixel ?? 1;
    const sample = (first.spacing.row * first.spacing.column * (first.thickness ?? 1)) / perPixel ** 2;
    sum.first += samplesOf(first) * sample;
    sum.second += samplesOf(second) * sample;
    for (const { depth, runs } of first.layers) {
      const other = second.layers.find((layer) => Math.abs(layer.depth - depth) < 1e-3);
      if (other) sum.both += samplesInBoth(runs, other.runs) * sample;
    }
  }
  return sum;
}
