/**
 * Between pixels of a frame and the space the rendering library draws in. With a plane that space is the patient (LPS, mm);
 * without one it is the frame itself laid flat at the origin, in mm when there is a spacing and in pixels when there is none.
 */
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import { pixelPoint, type PixelPoint } from '#domain/geometry/point.ts';

export type World = [x: number, y: number, z: number];
type Vector = readonly [x: number, y: number, z: number];

export interface FlatPlane {
  readonly origin: Vector;
  readonly alongRow: Vector;
  readonly alongColumn: Vector;
  /** Step from one row to the next. */
  readonly row: number;
  /** Step from one column to the next. */
  readonly column: number;
}

export function planeOf({ plane, spacing }: FrameGeometry): FlatPlane {
  return {
    origin: plane?.position ?? [0, 0, 0],
    alongRow: plane?.alongRow ?? [1, 0, 0],
    alongColumn: plane?.alongColumn ?? [0, 1, 0],
    row: spacing?.row ?? 1,
    column: spacing?.column ?? 1,
  };
}

/**
 * @param shift what the renderer adds to a pixel's coordinates: 0 when it puts (0, 0) at the centre of the first pixel as
 *   DICOM does, 0.5 when it puts it at that pixel's corner
 */
export function worldOf(pixel: readonly [number, number], plane: FlatPlane, shift: number): World {
  const u = (pixel[0] + shift) * plane.column;
  const v = (pixel[1] + shift) * plane.row;
  const { origin: o, alongRow: r, alongColumn: c } = plane;
  return [o[0] + u * r[0] + v * c[0], o[1] + u * r[1] + v * c[1], o[2] + u * r[2] + v * c[2]];
}

/** The inverse of `worldOf` for points of the plane; others are dropped onto it at right angles. */
export function pixelOf(world: ArrayLike<number>, plane: FlatPlane, shift: number): PixelPoint {
  const { origin: o, alongRow: r, alongColumn: c } = plane;
  const d: Vector = [(world[0] ?? 0) - o[0], (world[1] ?? 0) - o[1], (world[2] ?? 0) - o[2]];
  const along = (axis: Vector): number => d[0] * axis[0] + d[1] * axis[1] + d[2] * axis[2];
  return pixelPoint(along(r) / plane.column - shift, along(c) / plane.row - shift);
}

const THOUSANDTHS = 1000;

/** Stored coordinates are rounded to 1/1000 px; adding zero turns −0 into 0. */
export const rounded = (value: number): number => Math.round(value * THOUSANDTHS) / THOUSANDTHS + 0;
