import { describe, expect, it } from 'vitest';
import { depthOf, type Plane } from './frame.ts';
import { edgeLetters } from './orientation.ts';
import { patientPoint } from './point.ts';

const plane = (row: readonly [number, number, number], column: readonly [number, number, number]): Plane => ({
  position: patientPoint(1, 2, 3),
  alongRow: patientPoint(...row),
  alongColumn: patientPoint(...column),
});
const axial = plane([1, 0, 0], [0, 1, 0]);
const upright = { flipHorizontal: false, flipVertical: false, rotation: 0 };

describe('orientation letters', () => {
  it('show the patient from the feet on an axial slice', () => {
    expect(edgeLetters(axial)).toEqual({ state: 'known', left: 'R', right: 'L', top: 'A', bottom: 'P' });
    expect(depthOf(axial)).toBe(3);
  });

  it('show sagittal and coronal slices head up', () => {
    expect(edgeLetters(plane([0, 1, 0], [0, 0, -1]))).toEqual({
      state: 'known',
      left: 'A',
      right: 'P',
      top: 'H',
      bottom: 'F',
    });
    expect(edgeLetters(plane([1, 0, 0], [0, 0, -1]))).toEqual({
      state: 'known',
      left: 'R',
      right: 'L',
      top: 'H',
      bottom: 'F',
    });
  });

  it('follow a flip and a rotation', () => {
    expect(edgeLetters(axial, { ...upright, flipHorizontal: true })).toMatchObject({ left: 'L', right: 'R', top: 'A' });
    expect(edgeLetters(axial, { ...upright, rotation: 90 })).toMatchObject({
      left: 'P',
      right: 'A',
      top: 'R',
      bottom: 'L',
    });
    expect(edgeLetters(axial, { flipHorizontal: true, flipVertical: false, rotation: 90 })).toMatchObject({
      top: 'L',
      right: 'A',
    });
  });

  it('name an oblique direction by its strongest letter first', () => {
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    expect(edgeLetters(plane([c, s, 0], [-s, c, 0]))).toMatchObject({
      right: 'LP',
      left: 'RA',
      bottom: 'PR',
      top: 'AL',
    });
  });

  it('[GE3] are unknown, not guessed, without Image Orientation (Patient)', () => {
    expect(edgeLetters(undefined)).toEqual({ state: 'unknown' });
  });
});
