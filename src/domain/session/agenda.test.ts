import { describe, expect, it } from 'vitest';
import { plannedItem } from '#tests/factories/agenda.ts';
import { pureRoom } from '#tests/factories/pure-room.ts';
import { idOf, type CaseId } from '../kernel/id.ts';

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
});
