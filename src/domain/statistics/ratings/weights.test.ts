import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetric, WEIGHT_KINDS, weightsApply, weightsOf, weightsOfMatrix } from './weights.ts';

describe('weights', () => {
  it('[ST12] of every kind are 1 for the same answer, 0 for the most distant one, and symmetric', () => {
    const scores = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(scores, fc.constantFrom(...WEIGHT_KINDS), (unsorted, kind) => {
        const { values, categories: q } = weightsOf(
          kind,
          unsorted.toSorted((a, b) => a - b),
        );
        for (let k = 0; k < q; k++) {
          expect(values[k * q + k]).toBe(1);
          for (let l = 0; l < q; l++) expect(values[k * q + l]).toBeCloseTo(values[l * q + k] ?? NaN, 12);
        }
        expect(Math.min(...values)).toBeCloseTo(0, 12);
        expect(Math.max(...values)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('[ST12] have the values that their formulas give for 1, 2, 3', () => {
    const between = (kind: (typeof WEIGHT_KINDS)[number]): number => weightsOf(kind, [1, 2, 3]).values[1] ?? NaN;
    expect(between('unweighted')).toBe(0);
    expect(between('linear')).toBeCloseTo(1 / 2, 12);
    expect(between('quadratic')).toBeCloseTo(3 / 4, 12);
    expect(between('ordinal')).toBeCloseTo(2 / 3, 12);
    expect(between('radical')).toBeCloseTo(1 - Math.SQRT1_2, 12);
    expect(between('ratio')).toBeCloseTo(1 - 1 / 9 / (1 / 4), 12);
    expect(between('circular')).toBeCloseTo(0, 12);
    expect(between('bipolar')).toBeCloseTo(2 / 3, 12);
    expect(weightsApply('ratio', [-1, 0, 1])).toBe(false);
    expect(weightsApply('linear', [-1, 0, 1])).toBe(true);
  });

  it('[ST12] that somebody gives are read as agreement or disagreement by their diagonal, or refused', () => {
    const agreement = [
      [1, 0.5],
      [0, 1],
    ];
    expect(weightsOfMatrix('mine', agreement)).toMatchObject({ ok: true, value: { name: 'mine', categories: 2 } });
    const distances = weightsOfMatrix('mine', [
      [0, 1],
      [2, 0],
    ]);
    expect(distances.ok && [...distances.value.values]).toEqual([1, 0.5, 0, 1]);
    expect(distances.ok && [...symmetric(distances.value).values]).toEqual([1, 0.25, 0.25, 1]);
    const problem = (rows: number[][]): string => {
      const weights = weightsOfMatrix('mine', rows);
      return weights.ok ? 'none' : weights.error;
    };
    expect(problem([[1, 0]])).toBe('not-square');
    expect(problem([[1]])).toBe('not-square');
    expect(
      problem([
        [1, NaN],
        [0, 1],
      ]),
    ).toBe('not-finite');
    expect(
      problem([
        [1, -1],
        [0, 1],
      ]),
    ).toBe('not-weights');
    expect(
      problem([
        [1, 2],
        [0, 1],
      ]),
    ).toBe('not-weights');
    expect(
      problem([
        [0, 0],
        [0, 0],
      ]),
    ).toBe('not-weights');
    expect(
      problem([
        [0.5, 0],
        [0, 1],
      ]),
    ).toBe('not-weights');
  });
});
