import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignment } from './assignment.ts';

type Table = readonly (readonly (number | undefined)[])[];

const assigned = (table: Table): (number | undefined)[] =>
  assignment(
    table.map((row) => new Map(row.flatMap((cost, column) => (cost === undefined ? [] : [[column, cost] as const])))),
  );

interface Best {
  readonly pairs: number;
  readonly cost: number;
}

/** Every way to pair rows with columns, tried one after another. */
function bruteForce(costs: Table, row = 0, used: ReadonlySet<number> = new Set()): Best {
  if (row === costs.length) return { pairs: 0, cost: 0 };
  let best = bruteForce(costs, row + 1, used);
  costs[row]?.forEach((cost, column) => {
    if (cost === undefined || used.has(column)) return;
    const rest = bruteForce(costs, row + 1, new Set([...used, column]));
    const found = { pairs: rest.pairs + 1, cost: rest.cost + cost };
    if (found.pairs > best.pairs || (found.pairs === best.pairs && found.cost < best.cost)) best = found;
  });
  return best;
}

const cell = fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 2 });
const table = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  );

describe('assignment', () => {
  it('[AG1] makes as many pairs as possible at the least cost, as trying all ways shows', () => {
    fc.assert(
      fc.property(table, (costs) => {
        const paired = assigned(costs);
        const columns = paired.filter((column) => column !== undefined);
        expect(new Set(columns).size).toBe(columns.length);
        const cost = paired.reduce<number>((sum, column, row) => {
          if (column === undefined) return sum;
          const price = costs[row]?.[column];
          if (price === undefined) throw new Error('an impossible pair was made');
          return sum + price;
        }, 0);
        expect({ pairs: columns.length, cost }).toEqual(bruteForce(costs));
      }),
      { numRuns: 2000 },
    );
  });

  it('considers all pairs together: the nearest is not taken when that costs more elsewhere', () => {
    expect(
      assigned([
        [1, 2],
        [1, 10],
      ]),
    ).toEqual([1, 0]);
  });

  it('leaves alone what fits nowhere', () => {
    expect(
      assigned([
        [undefined, 3],
        [undefined, 1],
      ]),
    ).toEqual([undefined, 1]);
    expect(assigned([])).toEqual([]);
    expect(assigned([[], []])).toEqual([undefined, undefined]);
  });
});
