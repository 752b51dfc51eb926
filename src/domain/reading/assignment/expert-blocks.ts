/**
 * Readers for cases that not everybody may read: the scarcest cases choose first, always whoever has the fewest cases, and among
 * those whoever has met the others of the case least. Loads are as even as the rule of who may read what lets them be.
 */
import type { Random } from '#domain/kernel/random.ts';
import type { Blocks } from './balance.ts';
import { Meetings } from './meetings.ts';

export interface ExpertSize {
  readonly readers: number;
  readonly perCase: number;
  /** For every case the readers who may read it. */
  readonly eligible: Blocks;
}

/** A case for which too few may read gets all of those. */
export function expertBlocks({ readers, perCase, eligible }: ExpertSize, random: Random): Blocks {
  const load = new Array<number>(readers).fill(0);
  const met = new Meetings(readers);
  const blocks: (readonly number[])[] = eligible.map(() => []);
  const order = random.shuffled(eligible.map((may, at) => ({ may, at }))).sort((a, b) => a.may.length - b.may.length);
  for (const { may, at } of order) {
    const block: number[] = [];
    const company = (reader: number): number => block.reduce((sum, other) => sum + met.between(reader, other), 0);
    const before = (a: number, b: number): number => (load[a] ?? 0) - (load[b] ?? 0) || company(a) - company(b);
    while (block.length < Math.min(perCase, may.length)) {
      const [next] = random.shuffled(may.filter((reader) => !block.includes(reader))).sort(before);
      if (next === undefined) break;
      block.push(next);
    }
    for (const reader of block) load[reader] = (load[reader] ?? 0) + 1;
    met.meet(block);
    blocks[at] = block;
  }
  return blocks;
}
