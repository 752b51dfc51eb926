import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAreas, empiricalArea, placements, type Placements, type RatedCases } from './auc.ts';
import { areaLeftOut } from '../intervals/jackknife.ts';

const rated = (diseased: readonly number[], healthy: readonly number[]): RatedCases => ({
  diseased: Float64Array.from(diseased),
  healthy: Float64Array.from(healthy),
});
const placed = (cases: RatedCases): Placements => {
  const found = placements(cases);
  if (found.state === 'undefined') throw new Error(found.because);
  return found;
};
/** The Mann–Whitney statistic, pair by pair. */
const byPairs = ({ diseased, healthy }: RatedCases): number => {
  let wins = 0;
  for (const x of diseased) for (const y of healthy) wins += x > y ? 1 : x === y ? 0.5 : 0;
  return wins / (diseased.length * healthy.length);
};

/** Hanley & McNeil 1982, Radiology 143:29, table I: one reader, 109 CT images, ratings 1 to 5. */
const HANLEY = rated(
  [3, 2, 2, 11, 33].flatMap((count, i) => new Array<number>(count).fill(i + 1)),
  [33, 6, 6, 11, 2].flatMap((count, i) => new Array<number>(count).fill(i + 1)),
);

const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 15 });

describe('the area under the empirical ROC curve', () => {
  it('[ST45] agrees with Hanley & McNeil 1982', () => {
    const { figure, se, interval, n } = empiricalArea(HANLEY);
    expect(figure.state === 'defined' ? figure.value : NaN).toBeCloseTo(0.893, 3);
    // The paper's own formula gives 0.032 for the standard error; DeLong's, of 1988, comes close.
    expect(se).toBeCloseTo(0.032, 2);
    expect([n, interval.state]).toEqual([109, 'defined']);
  });

  it('[ST46] is the Mann–Whitney statistic, and follows the order of the ratings alone', () => {
    fc.assert(
      fc.property(scores, scores, (diseased, healthy) => {
        const cases = rated(diseased, healthy);
        expect(placed(cases).area).toBeCloseTo(byPairs(cases), 12);
        const stretched = rated(diseased.map(Math.exp), healthy.map(Math.exp));
        expect(placed(stretched).area).toBeCloseTo(byPairs(cases), 12);
        const turned = rated(healthy, diseased);
        expect(placed(turned).area).toBeCloseTo(1 - byPairs(cases), 12);
      }),
    );
  });

  it('[ST46] without one case is the area of the others', () => {
    fc.assert(
      fc.property(scores, scores, (diseased, healthy) => {
        const left = areaLeftOut(placed(rated(diseased, healthy)));
        expect(left.diseased[0]).toBeCloseTo(byPairs(rated(diseased.slice(1), healthy)), 12);
        expect(left.healthy[0]).toBeCloseTo(byPairs(rated(diseased, healthy.slice(1))), 12);
      }),
    );
  });

  it('[ST47] of two readings of the same cases is compared with their covariance', () => {
    // By hand: V₁₀ = 1 ½ against ½ ½ and V₀₁ = ½ 1 against 0 1, so var = S₁₀/2 + S₀₁/2 of the differences.
    const first = placed(rated([3, 2], [2.5, 1]));
    const second = placed(rated([2, 2], [3, 1]));
    const comparison = compareAreas(first, second);
    if (comparison.state === 'undefined') throw new Error(comparison.because);
    expect(comparison.difference).toBeCloseTo(0.25, 12);
    expect(comparison.se).toBeCloseTo(Math.sqrt(0.125 / 2 + 0.125 / 2), 12);
    expect(comparison.p).toBeGreaterThan(0.4);
    expect(compareAreas(first, first)).toEqual({ state: 'undefined', because: 'no-spread' });
  });

  it('[ST2] is undefined without a case on either side, and shows no uncertainty where nothing overlaps', () => {
    const because = (cases: RatedCases): string => {
      const found = placements(cases);
      return found.state === 'undefined' ? found.because : 'defined';
    };
    expect([because(rated([], [1])), because(rated([1], []))]).toEqual(['no-diseased', 'no-healthy']);
    expect(empiricalArea(rated([5, 4], [1, 2])).interval).toEqual({ state: 'undefined', because: 'no-spread' });
    expect(empiricalArea(rated([5], [1, 2])).interval).toEqual({ state: 'undefined', because: 'one-case' });
    expect(placed(rated([-Infinity, 1], [-Infinity])).area).toBe(0.75);
  });
});
