import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedItem } from '#tests/factories/agenda.ts';
import { pureRoom } from '#tests/factories/pure-room.ts';
import { pixelPoint } from '../geometry/point.ts';
import { idOf, type CaseId } from '../kernel/id.ts';
import { targetAround } from './agenda.ts';

describe('the agenda', () => {
  it('[SN70] numbers items after the shuffle, so that the number does not follow the plan', () => {
    const items = Array.from({ length: 6 }, (_, n) => plannedItem(idOf<CaseId>(`case-${String(n)}`)));
    const orders = Array.from({ length: 12 }, (_, seed) =>
      pureRoom({ items, seed })
        .state()
        .items.map((item) => item.content.case)
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(6);
    expect(
      pureRoom({ items })
        .state()
        .items.map((item) => item.content.number),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('[SN71] the target box has the size the image gives it, lies inside, and holds its centre', () => {
    const frame = { sop: '1.2', frame: 3 };
    const spacing = { row: 0.7, column: 0.7, kind: 'patient' as const };
    const inside = fc.record({
      x: fc.double({ min: 0, max: 511, noNaN: true }),
      y: fc.double({ min: 0, max: 511, noNaN: true }),
    });
    fc.assert(
      fc.property(inside, fc.boolean(), ({ x, y }, calibrated) => {
        const geometry = { rows: 512, columns: 512, ...(calibrated ? { spacing } : {}) };
        const { box } = targetAround(frame, pixelPoint(x, y), geometry);
        expect([box.width, box.height]).toEqual(calibrated ? [86, 86] : [128, 128]);
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(512);
        expect(Number.isInteger(box.x) && Number.isInteger(box.y)).toBe(true);
        expect(Math.round(x)).toBeGreaterThanOrEqual(box.x);
        expect(Math.round(y)).toBeLessThanOrEqual(box.y + box.height);
      }),
    );
  });
});
