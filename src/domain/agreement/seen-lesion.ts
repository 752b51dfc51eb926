/** A lesion as one reader saw it: where it is and how large; and while it is compared, which areas it covers. */
import { extentOf, outlinesOf, type Extent, type FrameOutline, type GeometryOf } from '../geometry/extent.ts';
import type { FrameArea } from '../geometry/frame-area.ts';
import { frameText, patientPointOf, planePointOf, type FrameGeometry, type FrameKey } from '../geometry/frame.ts';
import { enclosedArea } from '../geometry/measurement.ts';
import { centreOf, polygonsOf } from '../geometry/outline.ts';
import { coverageOf, type Coverage } from '../geometry/overlap.ts';
import {
  patientDistance,
  patientPoint,
  pixelPoint,
  type PatientPoint,
  type PixelPoint,
  type PlanePoint,
} from '../geometry/point.ts';
import { boundsOf, centroidOf, type Bounds, type Polygon } from '../geometry/polygon.ts';
import type { ReadId } from '../kernel/id.ts';
import type { Lesion } from '../reading/mark.ts';

export interface SeenLesion {
  readonly read: ReadId;
  readonly lesion: Lesion;
  /** One centre per frame it was drawn on, in the order of the first marks. */
  readonly centres: readonly FrameCentre[];
  /** Its centre in the patient, where every frame has a plane and all share one patient space. */
  readonly patient?: PatientCentre;
  /** Absent when only places were marked. */
  readonly extent?: Extent;
}

/** With its areas, which are large and needed no more once lesions are matched and their differences known. */
export interface DrawnLesion extends SeenLesion {
  /** What it encloses, frame by frame; empty where only places, lines or axes were drawn. */
  readonly areas: readonly FrameArea[];
  /** The same, ready to be laid upon others; made when it is first asked for. */
  readonly coverage: Coverage;
}

export interface PatientCentre {
  readonly space: string;
  readonly point: PatientPoint;
  /** How far from the centre its areas reach, in mm; 0 where nothing is enclosed. */
  readonly reach: number;
}

export interface FrameCentre {
  readonly frame: FrameKey;
  readonly point: PixelPoint;
  /** The same in millimetres of the frame's plane, where it is calibrated. */
  readonly plane?: PlanePoint;
  /** A box around the centre and all that is enclosed on the frame. */
  readonly around: Bounds;
}

export function drawnLesion(read: ReadId, lesion: Lesion, geometry: GeometryOf): DrawnLesion {
  const outlines = outlinesOf(lesion.marks);
  const pieces = piecesOf(outlines, geometry);
  const patient = patientCentre(pieces, geometry);
  const extent = extentOf(outlines, geometry);
  const areas = areasOf(pieces, geometry);
  let coverage: Coverage | undefined;
  return {
    read,
    lesion,
    centres: centresOf(pieces, geometry),
    ...(patient ? { patient } : {}),
    ...(extent ? { extent } : {}),
    areas,
    get coverage() {
      return (coverage ??= coverageOf(new Map(areas.map((area) => [frameText(area.frame), area.polygons]))));
    },
  };
}

export const withoutAreas = ({ areas: _, coverage: __, ...seen }: DrawnLesion): SeenLesion => seen;

interface Piece {
  readonly frame: FrameKey;
  readonly centre: PixelPoint;
  /** How much it counts in the centre of the whole: its area, or 1 where no mark of the lesion encloses anything. */
  readonly weight: number;
  readonly polygon?: Polygon<'pixel'>;
}

function piecesOf(outlines: readonly FrameOutline[], geometry: GeometryOf): Piece[] {
  const pieces = outlines.flatMap(({ frame, outline }): Piece[] => {
    const centre = centreOf(outline) ?? middleOf(geometry(frame));
    if (!centre) return [];
    const polygons = polygonsOf(outline);
    if (polygons.length === 0) return [{ frame, centre, weight: 0 }];
    const { spacing } = geometry(frame) ?? {};
    return polygons.map((polygon) => ({
      frame,
      centre: centroidOf(polygon) ?? centre,
      polygon,
      weight: enclosedArea(polygon, spacing).value,
    }));
  });
  return pieces.some((p) => p.weight > 0)
    ? pieces.filter((p) => p.weight > 0)
    : pieces.map((p) => ({ ...p, weight: 1 }));
}

/** Where the panel looks for a mark of the image as a whole. */
const middleOf = (frame: FrameGeometry | undefined): PixelPoint | undefined =>
  frame && pixelPoint((frame.columns - 1) / 2, (frame.rows - 1) / 2);

function centresOf(pieces: readonly Piece[], geometry: GeometryOf): FrameCentre[] {
  return [...Map.groupBy(pieces, (p) => frameText(p.frame)).values()].flatMap((onFrame) => {
    const frame = onFrame[0]?.frame;
    if (!frame) return [];
    const all = onFrame.reduce((sum, p) => sum + p.weight, 0);
    const along = (axis: 0 | 1): number => onFrame.reduce((sum, p) => sum + p.weight * p.centre[axis], 0) / all;
    const point = pixelPoint(along(0), along(1));
    const spacing = geometry(frame)?.spacing;
    const around = boundsOf([point, ...onFrame.flatMap(({ polygon = [] }) => polygon)]);
    return around ? [{ frame, point, around, ...(spacing ? { plane: planePointOf(point, spacing) } : {}) }] : [];
  });
}

function patientCentre(pieces: readonly Piece[], geometry: GeometryOf): PatientCentre | undefined {
  const space = pieces[0] && geometry(pieces[0].frame)?.frameOfReference;
  if (space === undefined) return undefined;
  let [x, y, z, all] = [0, 0, 0, 0];
  for (const { frame, centre, weight } of pieces) {
    const known = geometry(frame);
    const point = known?.frameOfReference === space ? patientPointOf(centre, known) : undefined;
    if (!point) return undefined;
    x += weight * point[0];
    y += weight * point[1];
    z += weight * point[2];
    all += weight;
  }
  const point = patientPoint(x / all, y / all, z / all);
  return { space, point, reach: reachOf(pieces, point, geometry) };
}

/** The boxes around its areas: a little too far, never too near. */
function reachOf(pieces: readonly Piece[], centre: PatientPoint, geometry: GeometryOf): number {
  const distances = pieces.flatMap(({ frame, polygon }) => {
    const [known, box] = [geometry(frame), polygon && boundsOf(polygon)];
    if (!known || !box) return [];
    const corners = [box.left, box.right].flatMap((x) => [pixelPoint(x, box.top), pixelPoint(x, box.bottom)]);
    return corners.flatMap((corner) => {
      const point = patientPointOf(corner, known);
      return point ? [patientDistance(centre, point)] : [];
    });
  });
  return Math.max(0, ...distances);
}

function areasOf(pieces: readonly Piece[], geometry: GeometryOf): FrameArea[] {
  const frames = Map.groupBy(pieces, ({ frame }) => frameText(frame)).values();
  return [...frames].flatMap((onFrame) => {
    const polygons = onFrame.flatMap(({ polygon }) => (polygon ? [polygon] : []));
    const frame = onFrame[0]?.frame;
    return frame && polygons.length > 0 ? [{ frame, polygons, geometry: geometry(frame) }] : [];
  });
}
