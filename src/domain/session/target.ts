/**
 * Where the panel looks, told so that nobody learns from it how many marked the place. Whoever has a mark there can compare:
 * a target at the mean of all marks lies exactly on the own one when nobody else has any. So frame and place are drawn, among
 * those that every reader's own mark allows: no target is far from anybody's mark, and none is nearer because it is alone.
 */
import { frameText, type FrameGeometry, type FrameKey } from '../geometry/frame.ts';
import type { PixelPoint } from '../geometry/point.ts';
import type { Target, TargetBox } from './view.ts';

/** One reader's lesion as far as it says where to look: its centre on each frame it was drawn on. */
export type DrawnLesion = readonly { readonly frame: FrameKey; readonly point: PixelPoint }[];

/** Three numbers in [0, 1): the same for the same lesions of the same case, and known to nobody. */
export interface Draw {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
}

/** Of an item about a lesion: there always is a place. */
export interface PlacedTarget extends Target {
  readonly box: TargetBox;
}

/** @param lesions of everybody who marked the place. Undefined when none of them was drawn on any frame. */
export function targetOf(
  lesions: readonly DrawnLesion[],
  geometryOf: (frame: FrameKey) => FrameGeometry | undefined,
  draw: Draw,
): PlacedTarget | undefined {
  const onFrames = [...Map.groupBy(lesions.flat(), ({ frame }) => frameText(frame))];
  const most = Math.max(...onFrames.map(([, drawn]) => drawn.length));
  // Drawn by everybody, where there is such a frame.
  const candidates = onFrames.filter(([, drawn]) => drawn.length === most).sort(([a], [b]) => (a < b ? -1 : 1));
  const drawn = candidates[Math.floor(draw.frame * candidates.length)]?.[1] ?? [];
  const frame = drawn[0]?.frame;
  const geometry = frame && geometryOf(frame);
  return geometry && { frame: { sop: frame.sop, frame: frame.frame }, box: boxAround(drawn, geometry, draw) };
}

/** Edge of the target box: 60 mm where pixels have a size in the patient, else a quarter of the shorter side of the image. */
const EDGE_MM = 60;
const EDGE_SHARE = 0.25;
/** Of the edge: how far from a centre the middle of the box may lie, so that every centre is in the middle half of the box. */
const REACH = 0.25;

/** Its size depends on the image alone, never on what was drawn; its place is in whole pixels. */
function boxAround(drawn: DrawnLesion, { spacing, rows, columns }: FrameGeometry, draw: Draw): TargetBox {
  const share = Math.round(Math.min(rows, columns) * EDGE_SHARE);
  const calibrated = spacing?.kind === 'patient';
  const width = Math.min(columns, calibrated ? Math.round(EDGE_MM / spacing.column) : share);
  const height = Math.min(rows, calibrated ? Math.round(EDGE_MM / spacing.row) : share);
  const along = (axis: 0 | 1): number[] => drawn.map(({ point }) => point[axis]);
  const x = Math.round(middle(along(0), width * REACH, draw.x) - width / 2);
  const y = Math.round(middle(along(1), height * REACH, draw.y) - height / 2);
  return { x: within(x, columns - width), y: within(y, rows - height), width, height };
}

/** Drawn from where everybody's reach overlaps; half-way where two centres are too far apart for that. */
function middle(centres: readonly number[], reach: number, draw: number): number {
  const from = Math.max(...centres) - reach;
  const to = Math.min(...centres) + reach;
  return from < to ? from + draw * (to - from) : (from + to) / 2;
}

const within = (value: number, maximum: number): number => Math.max(0, Math.min(value, maximum));
