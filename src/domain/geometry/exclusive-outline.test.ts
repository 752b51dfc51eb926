import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusiveOutlines, pixelsInside } from './exclusive-outline.ts';
import { rasterised, type Mask } from './mask.ts';
import { pixelPoint, type PixelPoint } from './point.ts';
import { areaOf, boundsOf, contains, isOnOutline, signedArea } from './polygon.ts';
import { tracedOutlines } from './traced-outline.ts';

const box = (left: number, top: number, right: number, bottom: number): PixelPoint[] => [
  pixelPoint(left, top),
  pixelPoint(right, top),
  pixelPoint(right, bottom),
  pixelPoint(left, bottom),
];

const pixelsIn = ({ bits }: Mask): number => bits.reduce((sum, bit) => sum + bit, 0);

describe('exclusive outlines', () => {
  it('[GE1] turn a line through the pixels just outside into the edge of the pixels inside', () => {
    const [inner, ...others] = inclusiveOutlines([{ polygon: box(10, 10, 14, 13), included: true }]);
    expect(others).toEqual([]);
    expect(inner && boundsOf(inner)).toEqual({ left: 10.5, top: 10.5, right: 13.5, bottom: 12.5 });
    expect(inner && areaOf(inner)).toBe(6);
  });

  it('[GE1] enclose nothing when the line is one pixel wide', () => {
    expect(inclusiveOutlines([{ polygon: box(10, 10, 11, 11), included: true }])).toEqual([]);
    expect(inclusiveOutlines([])).toEqual([]);
  });

  it('[GE1] take out the pixels strictly inside the line of a hole and keep those under it', () => {
    const outlines = inclusiveOutlines([
      { polygon: box(0, 0, 10, 10), included: true },
      { polygon: box(3, 3, 6, 6), included: false },
    ]);
    expect(outlines).toHaveLength(1);
    expect(outlines.map(areaOf)).toEqual([81 - 4]);
  });

  it('[GE1] keep exactly the pixels strictly inside, whatever the line', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 9 }), (raw) => {
        const polygon = raw.map(([x, y]) => pixelPoint(x, y));
        const mask = pixelsInside([{ polygon, included: true }]);
        mask?.bits.forEach((bit, i) => {
          const { left, top, width } = mask.grid;
          const centre = pixelPoint(left + (i % width), top + Math.floor(i / width));
          expect(bit === 1).toBe(contains(polygon, centre) && !isOnOutline(polygon, centre));
        });
      }),
    );
  });

  it('give one outline per separate patch', () => {
    const waist = [
      [0, 0],
      [4, 0],
      [4, 2],
      [5, 2],
      [5, 0],
      [9, 0],
      [9, 4],
      [5, 4],
      [5, 2],
      [4, 2],
      [4, 4],
      [0, 4],
    ] as const;
    const outlines = inclusiveOutlines([{ polygon: waist.map(([x, y]) => pixelPoint(x, y)), included: true }]);
    expect(outlines.map(areaOf)).toEqual([9, 9]);
  });
});

describe('traced outlines', () => {
  it('fill to the same pixels again, holes and islands included', () => {
    const grid = { left: -3, top: 7, width: 9, height: 8, perPixel: 1 };
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 72, maxLength: 72 }), (raw) => {
        const mask: Mask = { grid, bits: Uint8Array.from(raw, Number) };
        const outlines = tracedOutlines(mask);
        expect(outlines.every((o) => signedArea(o) > 0)).toBe(true);
        expect(outlines.reduce((sum, o) => sum + areaOf(o), 0)).toBe(pixelsIn(mask));
        expect([...rasterised(outlines, grid).bits]).toEqual([...mask.bits]);
      }),
      { numRuns: 500 },
    );
  });

  it('are empty for an empty mask', () => {
    const mask = pixelsInside([{ polygon: box(0, 0, 1, 1), included: true }]);
    expect(mask && pixelsIn(mask)).toBe(0);
  });
});
