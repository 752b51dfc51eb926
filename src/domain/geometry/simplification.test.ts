import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixelPoint, type PixelPoint } from './point.ts';
import { areaOf } from './polygon.ts';
import { OUTLINE_TOLERANCE, simplifyLine, simplifyOutline } from './simplification.ts';

const near = (p: PixelPoint, line: readonly PixelPoint[]): number =>
  Math.min(
    ...line.slice(1).map((b, i) => {
      const a = line[i] ?? b;
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
      const squared = dx * dx + dy * dy;
      const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
      return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
    }),
  );

describe('simplification', () => {
  it('keeps every dropped point within the tolerance, and both ends', () => {
    const coordinate = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 50 }), (raw) => {
        const line = raw.map(([x, y]) => pixelPoint(x, y));
        const simple = simplifyLine(line, 1);
        expect([simple[0], simple.at(-1)]).toEqual([line[0], line.at(-1)]);
        for (const p of line) expect(near(p, simple)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('drops most points of a hand-drawn circle and keeps its area', () => {
    const circle = Array.from({ length: 720 }, (_, i) =>
      pixelPoint(50 + 20 * Math.cos((i * Math.PI) / 360), 50 + 20 * Math.sin((i * Math.PI) / 360)),
    );
    const simple = simplifyOutline(circle, OUTLINE_TOLERANCE);
    expect(simple.length).toBeLessThan(40);
    expect(areaOf(simple) / areaOf(circle)).toBeGreaterThan(0.97);
  });

  it('never leaves fewer than three points of an outline', () => {
    const coordinate = fc.double({ min: 0, max: 0.4, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 30 }), (raw) => {
        expect(
          simplifyOutline(
            raw.map(([x, y]) => pixelPoint(x, y)),
            OUTLINE_TOLERANCE,
          ).length,
        ).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it('sees a stroke that folds back on itself', () => {
    const folded = [pixelPoint(0, 0), pixelPoint(10, 0), pixelPoint(5, 0)];
    expect(simplifyLine(folded, 1)).toEqual(folded);
  });
});
