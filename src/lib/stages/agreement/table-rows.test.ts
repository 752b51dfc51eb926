import { describe, expect, it } from 'vitest';
import { defined, undefinedBecause } from '#domain/statistics/figure.ts';
import { csvOf, ESTIMATE_COLUMNS, estimateCells } from './table-rows.ts';

describe('rows behind a chart', () => {
  it('[AP9] are saved with every digit, a gap where there is none, and text that no spreadsheet runs', () => {
    const rows = [
      ['Nodule, solid', -0.123456789, null],
      ['=1+1 "x"', 2, 'a\nb'],
    ];
    expect(csvOf({ columns: ['What', 'Figure', 'Note'], rows })).toBe(
      '\uFEFFWhat,Figure,Note\r\n"Nodule, solid",-0.123456789,\r\n"\'=1+1 ""x""",2,"a\nb"\r\n',
    );
  });

  it('[AP9] say why a figure or its interval does not exist', () => {
    const none = estimateCells({ figure: undefinedBecause('one-item'), interval: undefinedBecause('one-item'), n: 1 });
    expect(none).toHaveLength(ESTIMATE_COLUMNS.length);
    expect(none.at(-1)).toMatch(/^undefined, because n = 1/);
    const bare = estimateCells({ figure: defined(0.5), interval: undefinedBecause('one-case'), n: 1 });
    expect(bare.slice(0, 3)).toEqual([0.5, null, null]);
    expect(bare.at(-1)).toMatch(/^no interval: /);
  });
});
