import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '#domain/kernel/random.ts';
import { balanceOf, caseRange, leastDifference, pairRange } from './balance.ts';
import { balancedBlocks } from './block-plan.ts';
import { cyclicDesign } from './cyclic-design.ts';

const size = fc
  .tuple(fc.integer({ min: 2, max: 9 }), fc.nat(), fc.integer({ min: 1, max: 90 }))
  .map(([readers, k, cases]) => ({ readers, perCase: 1 + (k % readers), cases }));

describe('balanced incomplete blocks', () => {
  it('[WL1] every case has as many different readers as were asked for, and no reader two cases more than another', () => {
    fc.assert(
      fc.property(size, fc.integer(), (of, seed) => {
        const blocks = balancedBlocks(of, seeded(seed));
        expect(blocks).toHaveLength(of.cases);
        for (const block of blocks) {
          expect(new Set(block).size).toBe(of.perCase);
          expect(block.every((reader) => reader >= 0 && reader < of.readers)).toBe(true);
        }
        const { least, most } = caseRange(balanceOf(blocks, of.readers));
        expect(most - least).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('[WL2] the same seed gives the same plan, another seed another one', () => {
    const of = { readers: 6, perCase: 3, cases: 40 };
    expect(balancedBlocks(of, seeded(7))).toEqual(balancedBlocks(of, seeded(7)));
    expect(balancedBlocks(of, seeded(8))).not.toEqual(balancedBlocks(of, seeded(7)));
  });

  // (v, k, b) of classical designs; Cochran & Cox, Experimental Designs (1957), plans 11.1–11.36; 13·4 and 21·5 are planes.
  it.each([
    [4, 2, 6],
    [5, 3, 10],
    [6, 3, 10],
    [7, 3, 7],
    [7, 4, 7],
    [9, 3, 12],
    [9, 4, 18],
    [10, 4, 15],
    [11, 5, 11],
    [13, 4, 13],
    [13, 3, 26],
    [21, 5, 21],
  ])('[WL3] %i readers, %i a case, %i cases: the exact design, where every two meet equally often', (readers, k, b) => {
    const balance = balanceOf(balancedBlocks({ readers, perCase: k, cases: b }, seeded(1)), readers);
    expect(leastDifference({ readers, perCase: k, cases: b })).toEqual({ cases: 0, pairs: 0 });
    expect(caseRange(balance)).toEqual({ least: (b * k) / readers, most: (b * k) / readers });
    const together = (b * k * (k - 1)) / (readers * (readers - 1));
    expect(pairRange(balance)).toEqual({ least: together, most: together });
  });

  it('[WL3] repeating an exact design and adding cases moves pairs apart by one or two at most', () => {
    for (const [readers, perCase, cases] of [
      [6, 3, 127],
      [5, 2, 48],
      [8, 3, 200],
      [12, 3, 100],
      [20, 2, 333],
    ] as const) {
      const balance = balanceOf(balancedBlocks({ readers, perCase, cases }, seeded(3)), readers);
      const pairs = pairRange(balance);
      expect(pairs.most - pairs.least, `${String(readers)} readers`).toBeLessThanOrEqual(2);
    }
  });

  it('[WL3] a difference family pairs equally often by construction, and where the numbers do not add up there is none', () => {
    expect(cyclicDesign(7, 3, 1)).toHaveLength(7);
    expect(cyclicDesign(8, 3, 1)).toBeNull();
    expect(cyclicDesign(5, 5, 1)).toBeNull();
  });

  it('[WL1] one reader a case, everybody on every case, and a hundred thousand cases', () => {
    const single = balanceOf(balancedBlocks({ readers: 4, perCase: 1, cases: 10 }, seeded(2)), 4);
    expect(caseRange(single)).toEqual({ least: 2, most: 3 });
    expect(balancedBlocks({ readers: 3, perCase: 3, cases: 2 }, seeded(2)).map((b) => b.toSorted())).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    const many = balanceOf(balancedBlocks({ readers: 10, perCase: 2, cases: 100_000 }, seeded(2)), 10);
    expect(caseRange(many)).toEqual({ least: 20_000, most: 20_000 });
    expect(() => balancedBlocks({ readers: 2, perCase: 3, cases: 1 }, seeded(1))).toThrow(RangeError);
  });
});
