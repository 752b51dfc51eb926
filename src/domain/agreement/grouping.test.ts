import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, grouped, type Likeness } from './grouping.ts';
import { untangled } from './untangling.ts';

/** Lesions on a line; two of different readers may be one when less than 10 apart. */
const near: Likeness<Place> = {
  may: (a, b) => Math.abs(a.at - b.at) < 10,
  cost: (a, b) => Math.abs(a.at - b.at),
};
interface Place {
  readonly who: string;
  readonly at: number;
}
const place =
  (who: string) =>
  (at: number): Place => ({ who, at });
const readings = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }), { minLength: 1, maxLength: 4 });

describe('grouping', () => {
  it('joins what several readers mean by one lesion', () => {
    const groups = grouped([[10, 50].map(place('A')), [12].map(place('B')), [49, 15].map(place('C'))], near);
    expect(groups.map((group) => group.map((p) => p.at))).toEqual([
      [10, 12, 15],
      [50, 49],
    ]);
  });

  it('[AG2] never puts two marks of one reader into a group, and every mark into exactly one', () => {
    fc.assert(
      fc.property(readings, (positions) => {
        const readers = positions.map((marks, i) => marks.map(place(`reader ${String(i)}`)));
        const groups = grouped(readers, near);
        expect(groups.flat()).toHaveLength(readers.flat().length);
        expect(new Set(groups.flat()).size).toBe(readers.flat().length);
        for (const group of groups) expect(new Set(group.map((p) => p.who)).size).toBe(group.length);
      }),
    );
  });

  it('[AG12] joins what a refused join left over with what it may still be', () => {
    const groups = grouped([[16, 17].map(place('A')), [4, 17].map(place('B')), [11].map(place('C'))], near);
    expect(groups.map((group) => group.map((p) => p.at))).toEqual([
      [16, 4, 11],
      [17, 17],
    ]);
  });

  it('[AG12] leaves nothing apart that may be one', () => {
    fc.assert(
      fc.property(readings, (positions) => {
        const readers = positions.map((marks, i) => marks.map(place(`reader ${String(i)}`)));
        const groups = grouped(readers, near);
        const apart = groups.flatMap((one, i) => groups.slice(i + 1).map((other) => [one, other] as const));
        for (const [one, other] of apart) {
          if (one.some((a) => other.some((b) => a.who === b.who))) continue;
          expect(one.some((a) => other.some((b) => near.may(a, b)))).toBe(false);
        }
      }),
    );
  });

  it('[AG29] gives what matching everything with everything gives, cluster by cluster or all at once', () => {
    fc.assert(
      fc.property(readings, (positions) => {
        const readers = positions.map((marks, i) => marks.map(place(`reader ${String(i)}`)));
        const clusters = clustersOf(readers, near);
        const nodes = clusters.flatMap((cluster) => cluster.nodes).sort((a, b) => a.at - b.at);
        const links = clusters.flatMap((cluster) => cluster.links);
        links.sort((x, y) => x.a.reader - y.a.reader || x.b.reader - y.b.reader || x.a.at - y.a.at || x.b.at - y.b.at);
        const atOnce = untangled({ nodes, links }, near.cost).map((group) => group.map(({ lesion }) => lesion));
        const ofText = (groups: Place[][]) => groups.map((group) => JSON.stringify(group)).sort();
        expect(ofText(grouped(readers, near))).toEqual(ofText(atOnce));
      }),
      { numRuns: 300 },
    );
  });

  it('prefers the surest joins: a mark between two goes to the nearer', () => {
    const groups = grouped([[10, 20].map(place('A')), [18].map(place('B')), [11].map(place('C'))], near);
    expect(groups.map((group) => group.map((p) => p.at))).toEqual([
      [10, 11],
      [20, 18],
    ]);
  });
});
