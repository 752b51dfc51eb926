/** Attenuation summed along parallel rays from back to front through the patient. */
import { paintPatient, patient } from '../volume/patient.ts';
import { blankSlice, clearSlice, type Grid, type Slice } from '../volume/raster.ts';

export interface Projection {
  readonly width: number;
  readonly height: number;
  /** mm between samples. */
  readonly dx: number;
  readonly dy: number;
  /** Line integrals of attenuation, row-major, head first. */
  readonly sums: Float32Array;
}

/** A round thing in the lung: place on the detector and outline by angle, mm, the detector's centre being (0, 0). */
export interface Ball {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly radiusAt: (angle: number) => number;
}

/** Attenuation of water at about 70 keV, per mm (NIST XCOM: 0.193 cm²/g). */
const WATER = 0.0193;
/** Upright and in full inspiration a chest is taller than lying in the scanner. */
const STRETCH = 1.38;
/** Model height at the middle of the detector. */
const MIDDLE = 104;

export function projectPatient(seed: number, to: { width: number; height: number; detector: number }): Projection {
  const { width, height, detector } = to;
  const who = { ...patient(seed), nodules: [] };
  const dx = detector / width;
  const dy = detector / height;
  const grid: Grid = { columns: width, rows: 190, dx, dy: 1.5, left: dx / 2 - detector / 2, top: -138 };
  const slice = blankSlice(grid, 0);
  const sums = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const z = MIDDLE + (detector / 2 - (row + 0.5) * dy) / STRETCH;
    const at: Slice = { ...slice, z };
    clearSlice(at);
    paintPatient(at, who, { thickness: dy, lying: false });
    sumRays(at, sums.subarray(row * width, (row + 1) * width));
  }
  return { width, height, dx, dy, sums };
}

function sumRays(slice: Slice, into: Float32Array): void {
  const { columns, rows, dy } = slice.grid;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const density = densityOf(slice.hu[y * columns + x] ?? -1000);
      into[x] = (into[x] ?? 0) + density * WATER * dy;
    }
  }
}

/** No contrast medium here, so enhanced blood counts as blood; calcium attenuates more than its HU at this energy. */
function densityOf(hu: number): number {
  if (hu < 60) return 1 + hu / 1000;
  if (hu < 226) return 1.06 + (hu - 60) / 6000;
  return 1.09 + (hu - 226) / 360;
}

/** Replaces lung by tissue in a ball. */
export function addBall(on: Projection, ball: Ball): void {
  for (let row = 0; row < on.height; row++) {
    const y = (row + 0.5 - on.height / 2) * on.dy - ball.y;
    if (Math.abs(y) > ball.radius * 1.3) continue;
    for (let column = 0; column < on.width; column++) {
      const x = (column + 0.5 - on.width / 2) * on.dx - ball.x;
      const r = ball.radiusAt(Math.atan2(y, x));
      const chord = r * r - x * x - y * y;
      if (chord > 0)
        on.sums[row * on.width + column] = (on.sums[row * on.width + column] ?? 0) + 2 * Math.sqrt(chord) * WATER * 0.9;
    }
  }
}
