import { describe, expect, it } from 'vitest';
import type { Sheet } from '#contract/agreement-figures.ts';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { confusionOf } from './confusion.ts';

const sheetOf = (...rows: (number | null)[][]): Sheet => ({
  unit: 'case',
  scale: 'categories',
  measure: '',
  categories: ['no', 'yes'],
  scores: [0, 1],
  raters: 'identified',
  readers: 3,
  items: rows.map((values, i) => ({ case: idOf<CaseId>(String(i)), alias: `Case ${String(i)}`, lesion: null, values })),
});

describe('a confusion matrix', () => {
  const sheet = sheetOf([0, 1, 1], [1, 0, null], [1, 1, 1]);
  const counts = (readers: [number, number] | null): number[][] =>
    confusionOf(sheet, readers).cells.map((row) => row.map(({ pairs }) => pairs));

  it('[AP11] of two readers has a row for what the first said, with the cases behind each cell', () => {
    expect(counts([0, 1])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(confusionOf(sheet, [0, 1]).cells[0]?.[1]?.items.map(({ alias }) => alias)).toEqual(['Case 0']);
  });

  it('[AP11] of all pairs counts each pair once, whoever comes first, and each case once behind a cell', () => {
    expect(counts(null)).toEqual([
      [0, 3],
      [0, 4],
    ]);
    expect(confusionOf(sheet, null)).toMatchObject({ pairs: 7 });
    expect(confusionOf(sheet, null).cells[1]?.[1]?.items.map(({ alias }) => alias)).toEqual(['Case 0', 'Case 2']);
  });
});
