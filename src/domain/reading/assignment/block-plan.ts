/**
 * Balanced incomplete blocks: every case is read by some of the readers, every reader has as many cases as every other, and
 * every two readers meet on as many cases as every other two (Yates, Ann Eugen 1936;7:121). Where an exact design is found it
 * is used; else readers differ by one case at most, and pairs by as little as the search could reach.
 */
import type { Random } from '#domain/kernel/random.ts';
import type { Blocks } from './balance.ts';
import { cyclicDesign } from './cyclic-design.ts';
import { evened } from './evened.ts';

export interface BlockSize {
  readonly readers: number;
  /** 1 ≤ perCase ≤ readers. */
  readonly perCase: number;
  readonly cases: number;
}

/** One block for each case, in random order. @throws RangeError when a case asks for more readers than there are. */
export function balancedBlocks(size: BlockSize, random: Random): Blocks {
  const { readers, perCase, cases } = size;
  if (perCase < 1 || perCase > readers) throw new RangeError(`${String(perCase)} of ${String(readers)} readers`);
  const all = subsetCount(readers, perCase);
  const whole = Math.floor(cases / all);
  const rest = restOf({ readers, perCase, cases: cases - whole * all }, random);
  const copies = Array.from({ length: whole }, () => subsets(readers, perCase)).flat();
  // Whoever comes first in a design must not be whoever comes first in the list of readers.
  const named = random.shuffled(Array.from({ length: readers }, (_, i) => i));
  const blocks = [...copies, ...rest].map((block) => block.map((reader) => named[reader] ?? reader));
  return random.shuffled(blocks);
}

/** All subsets together are an exact design, so that only what is left over has to be searched for. */
function restOf(size: BlockSize, random: Random): Blocks {
  const { readers, perCase, cases } = size;
  if (cases === 0) return [];
  const exact = cases % readers === 0 ? cyclicDesign(readers, perCase, cases / readers) : null;
  return exact ?? evened(size, random);
}

/** Binomial coefficient. */
function subsetCount(of: number, take: number): number {
  let count = 1;
  for (let i = 1; i <= take; i++) count = (count * (of - take + i)) / i;
  return Math.round(count);
}

function subsets(of: number, take: number, from = 0): number[][] {
  if (take === 0) return [[]];
  const out: number[][] = [];
  for (let first = from; first <= of - take; first++)
    for (const rest of subsets(of, take - 1, first + 1)) out.push([first, ...rest]);
  return out;
}
