import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestAxis, shortAxis } from './diameter.ts';
import { hullOf } from './hull.ts';
import { distance, pixelPoint, type PixelPoint } from './point.ts';

const coordinate = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.double({ min: -100, max: 100, noNaN: true }));
const cloud = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 60 });
const pixels = (raw: readonly (readonly [number, number])[]): PixelPoint[] => raw.map(([x, y]) => pixelPoint(x, y));

const bruteForce = (points: readonly PixelPoint[]): number =>
  Math.max(...points.flatMap((a) => points.map((b) => distance<'pixel'>(a, b))));

describe('diameter', () => {
  it('is the greatest distance of any two points, as trying all pairs shows', () => {
    fc.assert(
      fc.property(cloud, (raw) => {
        const points = pixels(raw);
        expect(longestAxis(points)?.length).toBeCloseTo(bruteForce(points), 8);
      }),
      { numRuns: 1000 },
    );
  });

  it('is right on pixel staircases, where many sides are parallel', () => {
    const small = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small), { minLength: 1, maxLength: 25 }), (raw) => {
        const points = pixels(raw);
        expect(longestAxis(points)?.length).toBeCloseTo(bruteForce(points), 10);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a hull without points on straight sides', () => {
    expect(
      hullOf(
        pixels([
          [0, 0],
          [1, 0],
          [2, 0],
          [2, 2],
          [1, 1],
          [0, 2],
          [0, 1],
          [0, 0],
        ]),
      ),
    ).toHaveLength(4);
    expect(longestAxis([])).toBeUndefined();
    expect(
      longestAxis(
        pixels([
          [3, 3],
          [3, 3],
        ]),
      )?.length,
    ).toBe(0);
  });

  it('takes the short axis at right angles, as long as the outline allows', () => {
    const kite = pixels([
      [0, 0],
      [3, 2],
      [10, 0],
      [3, -3],
    ]);
    const axis = longestAxis(kite);
    const short = axis && shortAxis([kite], axis);
    expect(axis?.length).toBe(10);
    expect(short?.length).toBeCloseTo(5);
    expect([short?.from[0], short?.to[0]]).toEqual([3, 3]);
  });

  it('never finds a short axis longer than the long one', () => {
    fc.assert(
      fc.property(cloud, (raw) => {
        const points = pixels(raw);
        const axis = longestAxis(points);
        fc.pre(axis !== undefined && axis.length > 1e-6);
        const short = shortAxis<'pixel'>([points], axis);
        expect(short?.length).toBeLessThanOrEqual(axis.length + 1e-6);
      }),
    );
  });
});
