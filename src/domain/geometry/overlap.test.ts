import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonOfEllipse, ellipseOfPolygon } from './ellipse.ts';
import { gridAround, rasterised } from './mask.ts';
import { coverageOf, diceOf, iouOf, overlapOf, overlapOfStacks } from './overlap.ts';
import { pixelPoint, type PixelPoint } from './point.ts';
import { areaOf, contains, isOnOutline } from './polygon.ts';

const box = (left: number, top: number, right: number, bottom: number): PixelPoint[] => [
  pixelPoint(left, top),
  pixelPoint(right, top),
  pixelPoint(right, bottom),
  pixelPoint(left, bottom),
];
const circle = (x: number, y: number, r: number): PixelPoint[] =>
  polygonOfEllipse([pixelPoint(x, y + r), pixelPoint(x, y - r), pixelPoint(x - r, y), pixelPoint(x + r, y)]);

describe('mask', () => {
  it('holds exactly the samples whose centre is inside', () => {
    // Never on a pixel centre: there a sample may fall on either side.
    const coordinate = fc.integer({ min: -9000, max: 9000 }).map((n) => n / 1000 + 0.00037);
    const corner = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 12 }), (raw) => {
        const polygon = raw.map(([x, y]) => pixelPoint(x, y));
        const grid = gridAround(polygon, 1);
        if (!grid) throw new Error('a polygon has a grid');
        const mask = rasterised([polygon], grid);
        mask.bits.forEach((bit, i) => {
          const centre = pixelPoint(grid.left + (i % grid.width), grid.top + Math.floor(i / grid.width));
          if (!isOnOutline(polygon, centre)) expect(bit === 1).toBe(contains(polygon, centre));
        });
      }),
    );
  });

  it('counts the area of a circle to one per cent', () => {
    const polygon = circle(20.3, 17.8, 10);
    const grid = gridAround(polygon, 4);
    if (!grid) throw new Error('a circle has a grid');
    expect(rasterised([polygon], grid).bits.reduce((sum, bit) => sum + bit, 0) / 16 / (Math.PI * 100)).toBeCloseTo(
      1,
      2,
    );
    expect(areaOf(polygon) / (Math.PI * 100)).toBeCloseTo(1, 3);
  });
});

describe('overlap', () => {
  it('is exact for outlines along the edges of pixels', () => {
    const overlap = overlapOf([box(-0.5, -0.5, 3.5, 3.5)], [box(1.5, -0.5, 5.5, 3.5)]);
    expect(overlap).toEqual({ first: 16, second: 16, both: 8 });
    expect(diceOf(overlap)).toBe(0.5);
    expect(iouOf(overlap)).toBeCloseTo(1 / 3);
  });

  it('counts the union of several polygons of one reader once', () => {
    expect(overlapOf([box(-0.5, -0.5, 3.5, 3.5), box(1.5, -0.5, 5.5, 3.5)], []).first).toBe(24);
  });

  it('counts as many common samples as two masks on one grid have', () => {
    const corner = fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true }));
    const areas = fc.array(fc.array(corner, { minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 3 });
    const grid = { left: -1, top: -1, width: 12, height: 12, perPixel: 4 };
    fc.assert(
      fc.property(areas, areas, (a, b) => {
        const [first, second] = [a, b].map((all) => all.map((raw) => raw.map(([x, y]) => pixelPoint(x, y))));
        if (!first || !second) throw new Error('two readers');
        const [one, other] = [rasterised(first, grid).bits, rasterised(second, grid).bits];
        const both = one.reduce((sum, bit, i) => sum + (bit & (other[i] ?? 0)), 0);
        expect(overlapOf(first, second).both * 16).toBe(both);
      }),
    );
  });

  it('is symmetric, 1 for the same outline and undefined for nothing', () => {
    const unit = fc.double({ min: 3, max: 12, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, (x, y, r) => {
        const [a, b] = [circle(x, y, r), circle(y, x, r / 2)];
        expect(diceOf(overlapOf([a], [b]))).toBe(diceOf(overlapOf([b], [a])));
        expect(diceOf(overlapOf([a], [a]))).toBe(1);
      }),
    );
    expect(diceOf(overlapOf([], []))).toBeUndefined();
    expect(iouOf(overlapOf([], []))).toBeUndefined();
  });

  it('counts frames only one reader drew on against the overlap', () => {
    const square = box(-0.5, -0.5, 3.5, 3.5);
    const overlap = overlapOfStacks(
      coverageOf(
        new Map([
          ['1', [square]],
          ['2', [square]],
        ]),
      ),
      coverageOf(
        new Map([
          ['2', [square]],
          ['3', [square]],
        ]),
      ),
    );
    expect(diceOf(overlap)).toBe(0.5);
  });
});

describe('ellipse', () => {
  it('comes back from its own polygon', () => {
    const ends = ellipseOfPolygon(
      polygonOfEllipse([pixelPoint(5, 8), pixelPoint(5, 2), pixelPoint(-5, 5), pixelPoint(15, 5)]),
    );
    expect(ends?.[0][1]).toBeCloseTo(8, 1);
    expect(ends?.[3][0]).toBeCloseTo(15, 1);
    expect(ellipseOfPolygon([pixelPoint(0, 0), pixelPoint(1, 1)])).toBeUndefined();
  });
});
