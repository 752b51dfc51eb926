/** Which way the patient lies in the viewport: letters for the directions right, down, left and up of the screen. */
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import type { PixelPoint } from '#domain/geometry/point.ts';
import type { OrientationLetters } from './viewer.ts';

/** A second letter is given from about 20° of tilt; below that it would be noise of positioning. */
const TILT = Math.sin((20 * Math.PI) / 180);

const AXES = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;

type Vector = readonly [number, number, number];

/** "A", or "AL" for an oblique direction: the larger component first (DICOM PS3.3 C.7.6.1.1.1, patient axes LPS). */
export function directionLetters(direction: Vector): string {
  const length = Math.hypot(...direction);
  if (length === 0) return '';
  return direction
    .map((component, axis) => ({
      size: Math.abs(component) / length,
      letter: AXES[axis]?.[component > 0 ? 0 : 1] ?? '',
    }))
    .filter(({ size }) => size >= TILT)
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 2)
    .map(({ letter }) => letter)
    .join('');
}

/**
 * @param across one CSS pixel to the right on screen, as a step in pixels of the frame
 * @param down one CSS pixel down on screen, likewise
 * @returns null where the image states no orientation: then none is guessed
 */
export function orientationLetters(
  geometry: FrameGeometry,
  across: PixelPoint,
  down: PixelPoint,
): OrientationLetters | null {
  const { plane } = geometry;
  if (!plane) return null;
  const row = geometry.spacing?.row ?? 1;
  const column = geometry.spacing?.column ?? 1;
  const { alongRow: r, alongColumn: c } = plane;
  const patient = ([x, y]: readonly [number, number], sign: 1 | -1): Vector => {
    const u = sign * x * column;
    const v = sign * y * row;
    return [u * r[0] + v * c[0], u * r[1] + v * c[1], u * r[2] + v * c[2]];
  };
  return {
    right: directionLetters(patient(across, 1)),
    left: directionLetters(patient(across, -1)),
    bottom: directionLetters(patient(down, 1)),
    top: directionLetters(patient(down, -1)),
  };
}
