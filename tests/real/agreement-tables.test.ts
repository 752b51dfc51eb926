/** Published tables of agreement, to the precision they state. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countTable, tableOfCounts, type CountTable } from '#domain/statistics/ratings/count-table.ts';
import { figureText, type Figure } from '#domain/statistics/figure.ts';
import {
  fleissKappa,
  fleissKappaByCategory,
  fleissStandardErrorByChance,
} from '#domain/statistics/chance-corrected/fleiss-kappa.ts';
import { percentAgreement } from '#domain/statistics/chance-corrected/percent-agreement.ts';
import { dataPath, missing } from './test-data.ts';

interface Golden {
  readonly data: { readonly ratings?: number[][]; readonly counts?: number[][] };
  readonly expected: { readonly precision: number; readonly fleiss_kappa: number; readonly pa: number };
  readonly independent_check: {
    readonly recomputed: {
      readonly kappa: number;
      readonly pa: number;
      readonly z_h0: number;
      readonly kappa_by_category: number[];
    };
  };
}

const read = (file: string): Golden => JSON.parse(readFileSync(dataPath('agreement', file), 'utf8')) as Golden;
const tableOf = ({ data }: Golden): CountTable =>
  data.counts ? tableOfCounts(data.counts) : countTable(data.ratings ?? []);
const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};

describe.skipIf(missing('agreement'))('published tables', () => {
  for (const file of ['fleiss1971_psychiatric_30x6.json', 'fleiss_10subjects_14raters_counts.json']) {
    it(`[ST1] Fleiss κ of ${file}`, () => {
      const golden = read(file);
      const table = tableOf(golden);
      const { recomputed } = golden.independent_check;
      expect(valueOf(fleissKappa(table))).toBeCloseTo(golden.expected.fleiss_kappa, golden.expected.precision);
      expect(valueOf(percentAgreement(table))).toBeCloseTo(golden.expected.pa, golden.expected.precision);
      expect(valueOf(fleissKappa(table))).toBeCloseTo(recomputed.kappa, 6);
      expect(valueOf(fleissKappa(table)) / valueOf(fleissStandardErrorByChance(table))).toBeCloseTo(recomputed.z_h0, 4);
      const byCategory = fleissKappaByCategory(table).map(valueOf).sort();
      recomputed.kappa_by_category.toSorted().forEach((kappa, i) => expect(byCategory[i]).toBeCloseTo(kappa, 6));
    });
  }

  it('[ST2] degenerate tables are undefined or exact', () => {
    const { data } = JSON.parse(readFileSync(dataPath('agreement', 'edge_cases.json'), 'utf8')) as {
      data: Record<string, (number | null)[][]>;
    };
    const kappa = (name: string): string => figureText(fleissKappa(countTable(data[name] ?? [])));
    expect(kappa('all_same')).toMatch(/undefined, because everybody/);
    expect(kappa('one_unit')).toMatch(/undefined, because n = 1/);
    expect(kappa('one_rater')).toMatch(/undefined, because there is only one reader/);
    expect(kappa('no_pairable')).toMatch(/undefined/);
    expect(kappa('perfect_two_categories')).toBe('1.00');
    expect(kappa('systematic_disagreement')).toBe('-1.00');
    expect(valueOf(percentAgreement(countTable(data['systematic_disagreement'] ?? [])))).toBe(0);
    expect(valueOf(percentAgreement(countTable(data['all_same'] ?? [])))).toBe(1);
  });
});
