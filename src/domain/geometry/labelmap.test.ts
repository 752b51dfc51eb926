import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brushOver } from './brush.ts';
import { areRuns, isPainted, liesInside, linesAround, maskOn, runEndsOf, type RunEnds } from './labelmap.ts';
import { measurementsOf } from './measurement.ts';
import { centreOf, outlineOf, polygonsOf } from './outline.ts';
import { coverageOf, overlapOfStacks } from './overlap.ts';
import { pixelPoint } from './point.ts';
import { areaOf } from './polygon.ts';
import { isComplete } from './shape.ts';

const SIZE = { rows: 12, columns: 14 };
const bits = fc.uint8Array({ min: 0, max: 1, minLength: 12 * 14, maxLength: 12 * 14 });
const painted = bits.map((raw) => runEndsOf({ ...maskOn(SIZE, []), bits: raw })).filter((ends) => ends.length > 0);
const count = (mask: Iterable<number>): number => [...mask].reduce((sum, bit) => sum + bit, 0);
const pixels = (ends: RunEnds): number => count(maskOn(SIZE, ends).bits);
const areas = (ends: RunEnds) => {
  const outline = outlineOf({ tool: 'labelmap', points: ends });
  return outline ? polygonsOf(outline) : [];
};

describe('painted areas', () => {
  it('[VW9] are the same pixels as runs and as a mask, and have one form', () => {
    fc.assert(
      fc.property(bits, (raw) => {
        const ends = runEndsOf({ ...maskOn(SIZE, []), bits: raw });
        expect([...maskOn(SIZE, ends).bits]).toEqual([...raw]);
        expect(areRuns(ends)).toBe(ends.length > 0);
        expect(isComplete({ tool: 'labelmap', points: ends })).toBe(ends.length > 0);
        raw.forEach((bit, i) => expect(isPainted(ends, [i % 14, Math.floor(i / 14)])).toBe(bit === 1));
      }),
    );
  });

  it.each<[string, RunEnds]>([
    ['nothing', []],
    ['half a run', [[1, 1]]],
    [
      'a run over two rows',
      [
        [1, 1],
        [1, 2],
      ],
    ],
    [
      'a run from right to left',
      [
        [3, 1],
        [1, 1],
      ],
    ],
    [
      'half a pixel',
      [
        [1.5, 1],
        [2, 1],
      ],
    ],
    [
      'a place outside',
      [
        [-1, 1],
        [2, 1],
      ],
    ],
    [
      'no number',
      [
        [Number.NaN, 1],
        [2, 1],
      ],
    ],
    [
      'rows out of order',
      [
        [1, 2],
        [2, 2],
        [1, 1],
        [2, 1],
      ],
    ],
    [
      'runs out of order',
      [
        [5, 1],
        [6, 1],
        [1, 1],
        [2, 1],
      ],
    ],
    [
      'runs that overlap',
      [
        [1, 1],
        [4, 1],
        [3, 1],
        [6, 1],
      ],
    ],
    [
      'runs that touch',
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
      ],
    ],
  ])('[VW9] %s is no painted area', (_, ends) => {
    expect(areRuns(ends)).toBe(false);
    expect(isComplete({ tool: 'labelmap', points: ends })).toBe(false);
  });

  it('[VW9] more runs than one mark may have are none', () => {
    const runs = (rows: number): RunEnds =>
      Array.from(
        { length: rows },
        (_, y) =>
          [
            [0, y],
            [1, y],
          ] as const,
      ).flat();
    expect(isComplete({ tool: 'labelmap', points: runs(2500) })).toBe(true);
    expect(isComplete({ tool: 'labelmap', points: runs(2501) })).toBe(false);
  });

  it('lie inside an image or not', () => {
    expect(
      liesInside(
        [
          [0, 11],
          [13, 11],
        ],
        SIZE,
      ),
    ).toBe(true);
    expect(
      liesInside(
        [
          [0, 11],
          [14, 11],
        ],
        SIZE,
      ),
    ).toBe(false);
    expect(
      liesInside(
        [
          [0, 12],
          [0, 12],
        ],
        SIZE,
      ),
    ).toBe(false);
  });

  it('[VW10] are as large as their pixels, with holes and in several patches', () => {
    const spacing = { row: 0.5, column: 0.8, kind: 'patient' } as const;
    fc.assert(
      fc.property(painted, (ends) => {
        expect(areas(ends).reduce((sum, patch) => sum + areaOf(patch), 0)).toBeCloseTo(pixels(ends), 9);
        const { area } = measurementsOf({ tool: 'labelmap', points: ends }, spacing);
        expect(area?.unit).toBe('mm²');
        expect(area?.value).toBeCloseTo(pixels(ends) * 0.4, 9);
      }),
    );
  });

  it('[VW10] have their centre where the mean of their pixels is', () => {
    fc.assert(
      fc.property(painted, (ends) => {
        const all = [...maskOn(SIZE, ends).bits].flatMap((bit, i) => (bit === 1 ? [[i % 14, Math.floor(i / 14)]] : []));
        const mean = (axis: 0 | 1): number => all.reduce((sum, at) => sum + (at[axis] ?? 0), 0) / all.length;
        const outline = outlineOf({ tool: 'labelmap', points: ends });
        const centre = outline && centreOf(outline);
        expect(centre?.[0]).toBeCloseTo(mean(0), 9);
        expect(centre?.[1]).toBeCloseTo(mean(1), 9);
      }),
    );
  });

  it('[VW10] are as long as the line between their farthest corners', () => {
    fc.assert(
      fc.property(painted, (ends) => {
        const corners = ends.flatMap(([x, y]) =>
          [-0.5, 0.5].flatMap((dx) => [-0.5, 0.5].map((dy) => [x + dx, y + dy] as const)),
        );
        let farthest = 0;
        for (const a of corners)
          for (const b of corners) farthest = Math.max(farthest, Math.hypot(a[0] - b[0], a[1] - b[1]));
        expect(measurementsOf({ tool: 'labelmap', points: ends }, undefined).longest?.value).toBeCloseTo(farthest, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('[VW11] are compared by counting pixels', () => {
    fc.assert(
      fc.property(painted, painted, (a, b) => {
        const one = maskOn(SIZE, a).bits;
        const other = maskOn(SIZE, b).bits;
        const coverage = (ends: RunEnds) => coverageOf(new Map([['', areas(ends)]]));
        const { first, second, both } = overlapOfStacks(coverage(a), coverage(b));
        const common = count(one.map((bit, i) => bit & (other[i] ?? 0)));
        expect([first, second, both]).toEqual([count(one), count(other), common]);
      }),
    );
  });

  it('are seen with a line around each patch and each hole', () => {
    const ring: RunEnds = [
      [1, 1],
      [3, 1],
      [1, 2],
      [1, 2],
      [3, 2],
      [3, 2],
      [1, 3],
      [3, 3],
    ];
    expect(linesAround(ring)).toHaveLength(2);
    expect(areas(ring)).toHaveLength(1);
    expect(linesAround([...ring, [6, 6], [7, 6]])).toHaveLength(3);
  });
});

describe('a brush', () => {
  const coordinate = fc.double({ min: -3, max: 15, noNaN: true });
  const place = fc.tuple(coordinate, coordinate).map(([x, y]) => pixelPoint(x, y));
  const stroke = fc.record({ from: place, to: place });
  const diameter = fc.constantFrom(1, 2, 5, 9);

  it('[VW12] paints the pixels whose centres come under it, and rubs out the same ones', () => {
    fc.assert(
      fc.property(stroke, diameter, fc.constantFrom(1, 2), (way, wide, tall) => {
        const mask = maskOn(SIZE, []);
        brushOver(mask, way, { diameter: wide, tall, erasing: false });
        mask.bits.forEach((bit, i) => {
          const at = [i % 14, Math.floor(i / 14)] as const;
          // A thousand places along the way, instead of the formula.
          const near = Array.from({ length: 1001 }, (_, j) => j / 1000).map((t) =>
            Math.hypot(
              way.from[0] + t * (way.to[0] - way.from[0]) - at[0],
              (way.from[1] + t * (way.to[1] - way.from[1]) - at[1]) * tall,
            ),
          );
          const away = Math.min(...near);
          const ends = [way.from, way.to].some(([x, y]) => Math.round(x) === at[0] && Math.round(y) === at[1]);
          if (away < wide / 2 - 0.05 || ends) expect(bit).toBe(1);
          if (away > wide / 2 + 0.05 && !ends) expect(bit).toBe(0);
        });
        brushOver(mask, way, { diameter: wide, tall, erasing: true });
        expect(count(mask.bits)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
