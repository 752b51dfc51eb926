/** A frame is addressed everywhere by SOP Instance UID and 1-based frame number; its geometry is frozen at ingest. */
import { patientPoint, planePoint, type PatientPoint, type PixelPoint, type PlanePoint } from './point.ts';

export interface FrameKey {
  readonly sop: string;
  /** 1-based. */
  readonly frame: number;
}

export const frameText = (key: FrameKey): string => `${key.sop}/${String(key.frame)}`;
export const sameFrame = (a: FrameKey, b: FrameKey): boolean => a.sop === b.sop && a.frame === b.frame;

/** How far apart pixel centres are, in mm. `imager` spacing is at the detector, not in the patient (DICOM PS3.3 10.7.1.3). */
export interface Spacing {
  /** Between rows, i.e. along y. */
  readonly row: number;
  /** Between columns, i.e. along x. */
  readonly column: number;
  readonly kind: 'patient' | 'imager' | 'ultrasound-region';
}

/** Image plane in the patient (DICOM PS3.3 C.7.6.2): position of the first pixel, direction of a row, direction of a column. */
export interface Plane {
  readonly position: PatientPoint;
  readonly alongRow: PatientPoint;
  readonly alongColumn: PatientPoint;
}

export interface FrameGeometry {
  readonly rows: number;
  readonly columns: number;
  readonly spacing?: Spacing;
  readonly plane?: Plane;
  /** Frames with the same value share one patient space. */
  readonly frameOfReference?: string;
}

/** Pixel to patient (DICOM PS3.3 equation C.7.6.2.1-1). Undefined for a frame without plane or spacing. */
export function patientPointOf(point: PixelPoint, geometry: FrameGeometry): PatientPoint | undefined {
  const { plane, spacing } = geometry;
  if (!plane || !spacing) return undefined;
  const u = point[0] * spacing.column;
  const v = point[1] * spacing.row;
  const { position: p, alongRow: r, alongColumn: c } = plane;
  return patientPoint(p[0] + u * r[0] + v * c[0], p[1] + u * r[1] + v * c[1], p[2] + u * r[2] + v * c[2]);
}

/** Pixels to millimetres in the plane of the frame; rows and columns may be spaced differently. */
export const planePointOf = (point: PixelPoint, spacing: Spacing): PlanePoint =>
  planePoint(point[0] * spacing.column, point[1] * spacing.row);

/** Unit normal of the plane: along a row × along a column (right-handed, as in DICOM PS3.3 C.7.6.2.1.1). */
export function normalOf({ alongRow: r, alongColumn: c }: Plane): PatientPoint {
  return patientPoint(r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]);
}

/** How far along its own normal a plane lies, in mm: the order of parallel slices in a stack. */
export function depthOf(plane: Plane): number {
  const n = normalOf(plane);
  return n[0] * plane.position[0] + n[1] * plane.position[1] + n[2] * plane.position[2];
}
