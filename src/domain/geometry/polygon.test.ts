import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixelPoint, type PixelPoint } from './point.ts';
import { areaOf, boundsOf, centroidOf, contains, isOnOutline, signedArea } from './polygon.ts';

const points = (...values: readonly (readonly [number, number])[]): PixelPoint[] =>
  values.map(([x, y]) => pixelPoint(x, y));
const coordinate = fc.integer({ min: -500, max: 500 });
const somePoints = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 20 });

describe('polygon', () => {
  it('measures a rectangle and an L', () => {
    expect(areaOf(points([0, 0], [4, 0], [4, 3], [0, 3]))).toBe(12);
    expect(areaOf(points([0, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2]))).toBe(3);
    expect(centroidOf(points([0, 0], [4, 0], [4, 3], [0, 3]))).toEqual([2, 1.5]);
  });

  it('is signed by the direction of drawing: clockwise on a screen is positive', () => {
    const square = points([0, 0], [1, 0], [1, 1], [0, 1]);
    expect(signedArea(square)).toBe(1);
    expect(signedArea(square.toReversed())).toBe(-1);
  });

  it('falls back to the mean of the points when nothing is enclosed', () => {
    expect(centroidOf(points([0, 0], [4, 4]))).toEqual([2, 2]);
    expect(centroidOf(points())).toBeUndefined();
    expect(areaOf(points())).toBe(0);
    expect(boundsOf(points())).toBeUndefined();
  });

  it('leaves a bay outside and knows its own line', () => {
    const bay = points([0, 0], [6, 0], [6, 6], [4, 6], [4, 2], [2, 2], [2, 6], [0, 6]);
    expect(contains(bay, pixelPoint(1, 5))).toBe(true);
    expect(contains(bay, pixelPoint(3, 5))).toBe(false);
    expect(isOnOutline(bay, pixelPoint(4, 3))).toBe(true);
    expect(isOnOutline(bay, pixelPoint(0, 3))).toBe(true);
    expect(isOnOutline(bay, pixelPoint(1, 3))).toBe(false);
  });

  it('does not change its area when moved, or when drawing starts at another point', () => {
    fc.assert(
      fc.property(somePoints, coordinate, coordinate, fc.nat(19), (raw, dx, dy, start) => {
        const polygon = points(...raw);
        const moved = polygon.map((p) => pixelPoint(p[0] + dx * 100, p[1] + dy * 100));
        const from = start % polygon.length;
        const turned = [...polygon.slice(from), ...polygon.slice(0, from)];
        expect(areaOf(moved)).toBeCloseTo(areaOf(polygon), 6);
        expect(areaOf(turned)).toBeCloseTo(areaOf(polygon), 6);
      }),
    );
  });
});
