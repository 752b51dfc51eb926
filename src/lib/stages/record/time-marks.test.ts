import { expect, it } from 'vitest';
import { idOf, type ItemId } from '#domain/kernel/id.ts';
import type { Contribution } from './contribution.ts';
import { contributionMarks } from './time-marks.ts';

const made = (kind: Contribution['kind'], ms: number): Contribution => ({
  item: idOf<ItemId>('item'),
  seat: null,
  author: { label: 'Panellist 2', initials: 'P2', place: 1 },
  kind,
  how: 'added',
  about: '',
  frame: null,
  text: kind === 'comment' ? 'Sharp here.' : null,
  from: ms,
  ms,
  changes: 1,
});

it('[RP8] marks on the line of time say who did what, and stand for those they would cover', () => {
  const all = [made('comment', 61_000), made('mark', 61_000), made('comment', 61_500), made('comment', 300_000)];
  const marks = contributionMarks(all, 600_000);
  expect(marks.map(({ ms, look, title }) => [ms, look, title])).toEqual([
    [61_000, 'comment', '01:01 Panellist 2: “Sharp here.” and 1 more'],
    [61_000, 'mark', '01:01 Panellist 2: drew a mark'],
    [300_000, 'comment', '05:00 Panellist 2: “Sharp here.”'],
  ]);
  expect(new Set(marks.map(({ shape }) => shape)).size).toBe(2);
});
