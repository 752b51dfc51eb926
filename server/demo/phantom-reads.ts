/**
 * Three blind reads of the phantom CT, made from its truth: each reader outlines a little differently, and on some nodules
 * they really differ, in whether there is one, in its class, in its extent.
 */
import type { NoduleOutline, NoduleTruth } from '#server/dicom/phantom/truth.ts';
import type { MarkId } from '#domain/kernel/id.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import type { Mark, ReadContent } from '#domain/reading/mark.ts';
import { newId } from '#server/store/ids.ts';

export const DEMO_READERS = 3;

/** What one reader makes of one nodule; left out: as the truth has it. */
interface Deviation {
  readonly missed?: true;
  /** Factor on the outline's size. */
  readonly scale?: number;
  readonly texture?: string;
  readonly malignancy?: number;
}

/** By nodule (largest first), then by reader. Where a row is missing or empty, all three agree. */
const DEVIATIONS: readonly (readonly Deviation[])[] = [
  [{}, { malignancy: 3 }, { malignancy: 5 }],
  [{}, { scale: 1.45 }, {}],
  [{}, {}, { missed: true }],
  [{ texture: 'part-solid' }, {}, {}],
  [],
  [{ missed: true }, {}, { missed: true }],
];

/**
 * @param nodules the truth of the phantom.
 * @param reader 0, 1 or 2.
 * @param remap from the phantom's SOP Instance UIDs to those of the project.
 */
export function phantomRead(
  nodules: readonly NoduleTruth[],
  reader: number,
  remap: (sop: string) => string,
): ReadContent {
  const random = seeded(1000 + reader);
  const marks = [...nodules]
    .sort((a, b) => b.longestMm - a.longestMm)
    .flatMap((nodule, i) => {
      const deviation = DEVIATIONS[i]?.[reader] ?? {};
      return deviation.missed ? [] : marksOf(nodule, deviation, { random, remap });
    });
  return { marks, answers: { 'any-nodule': marks.length > 0, quality: 'adequate' } };
}

interface Hand {
  readonly random: Random;
  readonly remap: (sop: string) => string;
}

/** Outlined on every slice where the nodule is at least a third as large as on its largest one. */
function marksOf(nodule: NoduleTruth, deviation: Deviation, hand: Hand): Mark[] {
  const lesion = newId<MarkId>();
  const areas = nodule.outlines.map((outline) => spread(outline));
  const drawn = nodule.outlines.filter((_, i) => (areas[i] ?? 0) >= Math.max(...areas) / 3);
  const scale = (deviation.scale ?? 1) * (1 + (hand.random.unit() - 0.5) * 0.06);
  const attributes = {
    texture: deviation.texture ?? nodule.kind,
    malignancy: deviation.malignancy ?? suspicionOf(nodule),
  };
  return drawn.map((outline, i) => ({
    id: i === 0 ? lesion : newId<MarkId>(),
    lesion,
    frame: { sop: hand.remap(outline.sop), frame: 1 },
    tool: 'freehand',
    points: byHand(outline, scale, hand.random),
    finding: 'nodule',
    attributes,
  }));
}

/** Larger and spiculated nodules are the more suspicious ones. */
function suspicionOf({ longestMm, margin }: NoduleTruth): number {
  const size = longestMm > 15 ? 4 : longestMm > 8 ? 3 : 2;
  return Math.min(5, size + (margin === 'spiculated' ? 1 : 0));
}

function byHand({ points }: NoduleOutline, scale: number, random: Random): [number, number][] {
  const [cx, cy] = middleOf(points);
  const tremor = (): number => (random.unit() - 0.5) * 0.5;
  return points.map(([x, y]) => [
    thousandths(cx + (x - cx) * scale + tremor()),
    thousandths(cy + (y - cy) * scale + tremor()),
  ]);
}

function middleOf(points: NoduleOutline['points']): readonly [number, number] {
  const n = Math.max(1, points.length);
  return [points.reduce((sum, [x]) => sum + x, 0) / n, points.reduce((sum, [, y]) => sum + y, 0) / n];
}

/** Mean squared distance from the middle: enough to compare outlines of one nodule by size. */
function spread({ points }: NoduleOutline): number {
  const [cx, cy] = middleOf(points);
  return points.reduce((sum, [x, y]) => sum + (x - cx) ** 2 + (y - cy) ** 2, 0) / Math.max(1, points.length);
}

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
