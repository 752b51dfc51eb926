import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonOfEllipse } from './ellipse.ts';
import type { FrameArea } from './frame-area.ts';
import type { FrameGeometry } from './frame.ts';
import { overlapMeasures, surfaceAgreement } from './overlap-measures.ts';
import { patientPoint, pixelPoint, type PixelPoint } from './point.ts';
import { runsOf } from './runs.ts';
import { surfaceDice } from './surface-dice.ts';
import { averageDistance, hausdorff, hausdorff95, surfaceDistances } from './surface-distance.ts';
import { surfaceOf, type Surface } from './surface.ts';

/** Along the edges of pixels: columns from `left` to before `right`, rows likewise. */
const box = (left: number, top: number, right: number, bottom: number): PixelPoint[] => [
  pixelPoint(left - 0.5, top - 0.5),
  pixelPoint(right - 0.5, top - 0.5),
  pixelPoint(right - 0.5, bottom - 0.5),
  pixelPoint(left - 0.5, bottom - 0.5),
];
const circle = (x: number, y: number, r: number): PixelPoint[] =>
  polygonOfEllipse([pixelPoint(x, y + r), pixelPoint(x, y - r), pixelPoint(x - r, y), pixelPoint(x + r, y)]);

/** Pixels of half a millimetre; slices `apart` mm from each other, or frames of a film without a plane. */
const slice = (frame: number, polygons: readonly PixelPoint[][], apart = 1): FrameArea => {
  const spacing = { row: 0.5, column: 0.5, kind: 'patient' } as const;
  const plane = {
    position: patientPoint(0, 0, apart * frame),
    alongRow: patientPoint(1, 0, 0),
    alongColumn: patientPoint(0, 1, 0),
  };
  const geometry: FrameGeometry = { rows: 99, columns: 99, spacing, plane, frameOfReference: '1.2' };
  return { frame: { sop: '1.2.3', frame }, polygons, geometry };
};
const filmFrame = (frame: number, polygons: readonly PixelPoint[][]): FrameArea => ({
  frame: { sop: '1.2.3', frame },
  polygons,
  geometry: { rows: 99, columns: 99, spacing: { row: 0.5, column: 0.5, kind: 'ultrasound-region' } },
});
const measured = (a: readonly FrameArea[], b: readonly FrameArea[], tolerance = 1) => {
  const measures = overlapMeasures(a, b, tolerance);
  if (!measures) throw new Error('nothing in common');
  return measures;
};
/** A ball of this radius in mm, in slices of one millimetre. */
const ball = (radius: number): FrameArea[] =>
  Array.from({ length: 29 }, (_, i) => i - 14).flatMap((z) =>
    Math.abs(z) < radius ? [slice(z + 20, [circle(50, 50, 2 * Math.sqrt(radius ** 2 - z ** 2))])] : [],
  );

describe('overlap measures', () => {
  it('[GE5] of two squares that lie one millimetre apart are those one can count', () => {
    const [a, b] = [[slice(1, [box(0, 0, 10, 10)])], [slice(1, [box(2, 0, 12, 10)])]];
    const { dice, iou, volume, surface, hausdorffMm } = measured(a, b);
    expect(dice).toBeCloseTo(0.8);
    expect(iou).toBeCloseTo(2 / 3);
    expect(volume).toEqual({ unit: 'mm²', first: 25, second: 25, difference: 0 });
    expect(surface).toEqual({ dice: 1, toleranceMm: 1 });
    expect(hausdorffMm).toBeCloseTo(1);
    // Within 0.4 mm: nine of ten pieces above and below, none on the left, the first and last on the right.
    expect(surfaceAgreement(a, b, 0.4)?.dice).toBeCloseTo(0.5);
  });

  it('[GE6] of two balls in a stack are those of the balls', () => {
    const { dice, volume, surface, hausdorffMm, hausdorff95Mm, averageDistanceMm } = measured(ball(10), ball(12));
    expect(dice).toBeCloseTo((2 * 10 ** 3) / (10 ** 3 + 12 ** 3), 2);
    expect(volume.unit).toBe('mm³');
    expect(volume.first / ((4 / 3) * Math.PI * 10 ** 3)).toBeCloseTo(1, 1);
    expect(volume.difference / ((4 / 3) * Math.PI * (12 ** 3 - 10 ** 3))).toBeCloseTo(1, 1);
    expect(Math.abs(hausdorffMm - 2)).toBeLessThan(0.75);
    expect(Math.abs(hausdorff95Mm - 2)).toBeLessThan(0.5);
    expect(Math.abs(averageDistanceMm - 2)).toBeLessThan(0.25);
    expect(surface.dice).toBeLessThan(0.1);
    expect(surfaceAgreement(ball(10), ball(12), 2.8)?.dice).toBe(1);
  });

  it('[GE7] take the distance of the slices as tolerance where that is more than the one asked for', () => {
    const [a, b] = [1, 2].map((first) => [first, first + 1, first + 2].map((z) => slice(z, [box(0, 0, 8, 8)], 5)));
    if (!a || !b) throw new Error('two readers');
    expect(surfaceAgreement(a, b, 1)).toEqual({ dice: 1, toleranceMm: 5 });
    expect(measured(a, b).dice).toBeCloseTo(2 / 3);
    expect(measured(a, b).hausdorffMm).toBeCloseTo(5);
  });

  it('[GE8] compare a section, and frames of a film, on the frames both drew on', () => {
    const [square, moved] = [[box(0, 0, 8, 8)], [box(1, 0, 9, 8)]];
    const section = measured([slice(2, square)], [slice(1, square), slice(2, square), slice(3, square)]);
    expect([section.dice, section.volume.unit]).toEqual([1, 'mm²']);
    const film = measured([filmFrame(1, square), filmFrame(2, square)], [filmFrame(2, moved), filmFrame(3, square)]);
    expect([film.dice, film.volume.first, film.hausdorffMm]).toEqual([7 / 8, 16, 0.5]);
    expect(overlapMeasures([filmFrame(1, square)], [filmFrame(2, square)], 1)).toBeUndefined();
  });

  it('[GE9] are undefined without millimetres and where nothing is enclosed', () => {
    const { geometry: _, ...bare } = slice(1, [box(0, 0, 8, 8)]);
    const unknown = { ...bare, geometry: undefined };
    expect(overlapMeasures([unknown], [unknown], 1)).toBeUndefined();
    expect(overlapMeasures([slice(1, [])], [slice(1, [box(0, 0, 8, 8)])], 1)).toBeUndefined();
    expect(surfaceAgreement([], [], 1)).toBeUndefined();
  });

  it('[GE8] compare one slice at several times time by time', () => {
    const moment = (frame: number): FrameArea => ({ ...slice(1, [box(0, 0, 8, 8)]), frame: { sop: '1.2.3', frame } });
    expect(measured([1, 2].map(moment), [2, 3].map(moment)).volume).toMatchObject({ unit: 'mm²', first: 16 });
  });

  it('tilted stacks are compared plane by plane', () => {
    const tilted = (frame: number): FrameArea => {
      const area = slice(frame, [box(0, 0, 8, 8)]);
      const plane = area.geometry?.plane && { ...area.geometry.plane, position: patientPoint(0, 2 * frame, frame) };
      return { ...area, geometry: area.geometry && plane && { ...area.geometry, plane } };
    };
    expect(measured([1, 2].map(tilted), [2, 3].map(tilted)).volume).toMatchObject({ unit: 'mm²', first: 16 });
  });

  it('do not depend on who is first, and are perfect for the same outlines', () => {
    const radius = fc.double({ min: 2, max: 6, noNaN: true });
    const place = fc.double({ min: 20, max: 26, noNaN: true });
    const shape = fc.array(fc.tuple(place, place, radius), { minLength: 1, maxLength: 3 });
    const areas = (circles: readonly [number, number, number][]): FrameArea[] =>
      [1, 2, 3].map((z) =>
        slice(
          z,
          circles.map(([x, y, r]) => circle(x, y, r)),
        ),
      );
    fc.assert(
      fc.property(shape, shape, (one, other) => {
        const [a, b] = [areas(one), areas(other)];
        const [there, back] = [measured(a, b), measured(b, a)];
        expect(back.dice).toBeCloseTo(there.dice, 10);
        expect(back.surface.dice).toBeCloseTo(there.surface.dice, 10);
        expect(back.hausdorffMm).toBe(there.hausdorffMm);
        expect(back.hausdorff95Mm).toBe(there.hausdorff95Mm);
        expect(back.averageDistanceMm).toBeCloseTo(there.averageDistanceMm, 10);
        expect(there.hausdorff95Mm).toBeLessThanOrEqual(there.hausdorffMm);
        expect(measured(a, a)).toMatchObject({ dice: 1, iou: 1, surface: { dice: 1 }, hausdorffMm: 0 });
      }),
      { numRuns: 30 },
    );
  });
});

describe('surface distances', () => {
  it('are those to the nearest piece, as looking at every piece shows', () => {
    const radius = fc.double({ min: 1, max: 4, noNaN: true });
    fc.assert(
      fc.property(radius, radius, fc.double({ min: -4, max: 4, noNaN: true }), (r, s, away) => {
        const [a, b] = [surface(10, r), surface(10 + away, s)];
        const distances = surfaceDistances([[a, b]]);
        const [there, back] = [everyDistance(a, b), everyDistance(b, a)];
        const all = [...there, ...back];
        expect(hausdorff(distances)).toBeCloseTo(Math.max(...all), 10);
        // All pieces of this body are equally large.
        expect(averageDistance(distances)).toBeCloseTo(all.reduce((sum, d) => sum + d, 0) / all.length, 10);
        expect(surfaceDice([[a, b]], 1)).toBeCloseTo(all.filter((d) => d <= 1 + 1e-9).length / all.length, 10);
        for (const one of [there, back]) {
          const within = one.filter((d) => d <= hausdorff95(distances) + 1e-9).length;
          expect(within).toBeGreaterThanOrEqual(0.95 * one.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('see the top and bottom of a missing slice', () => {
    const runs = runsOf([box(0, 0, 2, 2)], 1);
    const spacing = { row: 1, column: 1, kind: 'patient' } as const;
    const area = (depths: readonly number[]): number =>
      surfaceOf({ layers: depths.map((depth) => ({ depth, runs })), spacing, thickness: 1 }).sizes.reduce(
        (s, x) => s + x,
      );
    expect(area([1, 2, 3])).toBe(2 * 4 + 3 * 8);
    expect(area([1, 3])).toBe(2 * (2 * 4 + 8));
  });
});

function surface(x: number, r: number): Surface {
  const layers = [1, 2].map((depth) => ({ depth, runs: runsOf([circle(x, 10, r)], 1) }));
  return surfaceOf({ layers, spacing: { row: 1, column: 1, kind: 'patient' }, thickness: 1 });
}

function everyDistance(a: Surface, b: Surface): number[] {
  const point = ({ places }: Surface, i: number) => [...places.slice(3 * i, 3 * i + 3)] as [number, number, number];
  return Array.from(a.sizes, (_, i) => {
    const [x, y, z] = point(a, i);
    return Math.min(
      ...Array.from(b.sizes, (__, j) => Math.hypot(...point(b, j).map((v, k) => v - ([x, y, z][k] ?? 0)))),
    );
  });
}
