/** The letters at the edges of an image that say where the patient's right, front and head are (DICOM PS3.3 C.7.6.1.1.1). */
import type { Plane } from './frame.ts';
import type { PatientPoint } from './point.ts';

/** How the image is turned on screen: first mirrored, then rotated clockwise. */
export interface Turn {
  /** Left and right exchanged. */
  readonly flipHorizontal: boolean;
  /** Top and bottom exchanged. */
  readonly flipVertical: boolean;
  /** Degrees, clockwise. */
  readonly rotation: number;
}

export type EdgeLetters =
  | {
      readonly state: 'known';
      readonly left: string;
      readonly right: string;
      readonly top: string;
      readonly bottom: string;
    }
  | { readonly state: 'unknown' };

const UPRIGHT: Turn = { flipHorizontal: false, flipVertical: false, rotation: 0 };

/** A second or third letter is shown when the direction leans that way by more than about 11 degrees. */
const LEANING = 0.2;

/** `unknown` for a frame without Image Orientation (Patient): no letter is better than a guessed one. */
export function edgeLetters(plane: Plane | undefined, turn: Turn = UPRIGHT): EdgeLetters {
  if (!plane) return { state: 'unknown' };
  const toward = (x: number, y: number): string => letters(patientDirection(plane, turn, [x, y]));
  return { state: 'known', left: toward(-1, 0), right: toward(1, 0), top: toward(0, -1), bottom: toward(0, 1) };
}

/** Which way in the patient a direction on the screen points (x to the right, y downwards). */
function patientDirection(
  plane: Plane,
  turn: Turn,
  [x, y]: readonly [number, number],
): readonly [number, number, number] {
  const angle = (-turn.rotation * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const u = (x * c - y * s) * (turn.flipHorizontal ? -1 : 1);
  const v = (x * s + y * c) * (turn.flipVertical ? -1 : 1);
  const along = (axis: 0 | 1 | 2): number => u * plane.alongRow[axis] + v * plane.alongColumn[axis];
  return [along(0), along(1), along(2)];
}

/** LPS axes: +x is Left, +y is Posterior, +z is Head. The strongest letter comes first. */
function letters(direction: readonly [number, number, number] | PatientPoint): string {
  const [x, y, z] = direction;
  const parts = [
    { letter: x > 0 ? 'L' : 'R', share: Math.abs(x) },
    { letter: y > 0 ? 'P' : 'A', share: Math.abs(y) },
    { letter: z > 0 ? 'H' : 'F', share: Math.abs(z) },
  ];
  parts.sort((a, b) => b.share - a.share);
  return parts
    .filter((p, i) => i === 0 || p.share > LEANING)
    .map((p) => p.letter)
    .join('');
}
