import { expect, it } from 'vitest';
import { visibleRows } from './visible-rows.ts';

it('[WL20] of a long list only the rows in sight and a few around them are drawn', () => {
  expect(visibleRows(1_000_000, 40, { top: 0, height: 400 })).toEqual({ from: 0, to: 16 });
  expect(visibleRows(1_000_000, 40, { top: 400_000, height: 400 })).toEqual({ from: 9994, to: 10_016 });
  expect(visibleRows(12, 40, { top: 80, height: 400 })).toEqual({ from: 0, to: 12 });
  expect(visibleRows(3, 40, { top: 4000, height: 400 })).toEqual({ from: 3, to: 3 });
  expect(visibleRows(0, 40, { top: 0, height: 0 })).toEqual({ from: 0, to: 0 });
});
