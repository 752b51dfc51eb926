/**
 * Exact block designs from difference families: blocks whose differences hold every residue equally often, turned once around
 * the circle of readers, pair every two readers equally often (Bose, Ann Eugen 1939;9:353).
 */
import type { Blocks } from './balance.ts';

/** Beyond this many steps the search gives up; designs of panels people really have are found long before. */
const PATIENCE = 200_000;

/**
 * @param turned how many blocks are turned around the circle; the design has `turned · readers` of them.
 * @returns null where the numbers do not add up, or no such family was found.
 */
export function cyclicDesign(readers: number, perBlock: number, turned: number): Blocks | null {
  const pairs = turned * perBlock * (perBlock - 1);
  if (perBlock < 2 || perBlock >= readers || pairs % (readers - 1) !== 0) return null;
  const family = differenceFamily({ readers, perBlock, turned, each: pairs / (readers - 1) });
  if (!family) return null;
  return family.flatMap((block) =>
    Array.from({ length: readers }, (_, shift) => block.map((reader) => (reader + shift) % readers)),
  );
}

interface Wanted {
  readonly readers: number;
  readonly perBlock: number;
  readonly turned: number;
  /** How often every difference has to occur. */
  readonly each: number;
}

function differenceFamily({ readers, perBlock, turned, each }: Wanted): number[][] | null {
  const seen = new Array<number>(readers).fill(0);
  const family: number[][] = [];
  let steps = 0;

  /** Counts the differences of `next` to the block in (or out); false when one would occur too often. */
  function count(block: readonly number[], next: number, by: 1 | -1): boolean {
    let fits = true;
    for (const known of block)
      for (const difference of [next - known, known - next + readers]) {
        const times = (seen[difference] ?? 0) + by;
        seen[difference] = times;
        if (times > each) fits = false;
      }
    return fits;
  }

  function grow(block: number[]): boolean {
    if (block.length === perBlock) return began(block);
    const from = (block.at(-1) ?? 0) + 1;
    for (let next = from; next <= readers - (perBlock - block.length); next++) {
      if (++steps > PATIENCE) return false;
      const fits = count(block, next, 1);
      if (fits && grow([...block, next])) return true;
      count(block, next, -1);
    }
    return false;
  }

  function began(block: number[]): boolean {
    family.push(block);
    if (family.length === turned || grow([0])) return true;
    family.pop();
    return false;
  }

  return grow([0]) ? family : null;
}
