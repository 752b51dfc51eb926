/** Points carry their space in the type: a pixel point and a canvas point cannot be mixed by accident. */
declare const space: unique symbol;

/**
 * Pixel: column x and row y of one frame, the centre of the first pixel is (0, 0). Canvas: CSS pixels of one element.
 * Plane: millimetres in the plane of one frame, x along its rows, y along its columns, from the centre of the first pixel.
 */
export type PlanarSpace = 'pixel' | 'canvas' | 'plane';

export type Point<S extends PlanarSpace> = readonly [x: number, y: number] & { readonly [space]: S };
export type PixelPoint = Point<'pixel'>;
export type CanvasPoint = Point<'canvas'>;
export type PlanePoint = Point<'plane'>;
/** DICOM patient coordinates (LPS), in mm. */
export type PatientPoint = readonly [x: number, y: number, z: number] & { readonly [space]: 'patient' };

export const pixelPoint = (x: number, y: number): PixelPoint => [x, y] as unknown as PixelPoint;
export const canvasPoint = (x: number, y: number): CanvasPoint => [x, y] as unknown as CanvasPoint;
export const planePoint = (x: number, y: number): PlanePoint => [x, y] as unknown as PlanePoint;
/** For code that works in any plane: the space is taken from what surrounds it. */
export const planarPoint = <S extends PlanarSpace>(x: number, y: number): Point<S> => [x, y] as unknown as Point<S>;
export const patientPoint = (x: number, y: number, z: number): PatientPoint => [x, y, z] as unknown as PatientPoint;

export function distance<S extends PlanarSpace>(a: Point<S>, b: Point<NoInfer<S>>): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

export function patientDistance(a: PatientPoint, b: PatientPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
