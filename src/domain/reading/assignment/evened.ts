/**
 * Blocks that are as even as a search finds them: filled greedily, then improved by exchanging one reader of one case with one
 * of another as long as pairs come closer to each other. An exchange leaves everybody with as many cases as before. Small
 * designs are found exactly this way (Prestwich 2003, A local search algorithm for balanced incomplete block designs).
 */
import type { Random } from '#domain/kernel/random.ts';
import type { Blocks } from './balance.ts';
import { Meetings } from './meetings.ts';

interface Size {
  readonly readers: number;
  readonly perCase: number;
  readonly cases: number;
}

/** Exchanges that are tried; a few tenths of a second at most. */
const TRIES = 200_000;
/** How often an exchange that makes pairs a little less even is taken, so that the search leaves dead ends. */
const DETOURS = 0.01;

/** Everybody has as many cases as everybody else, or one more. */
export function evened(size: Size, random: Random): Blocks {
  const blocks = greedy(size, random);
  const settled = size.perCase === 1 || size.perCase === size.readers || size.cases === 1;
  return settled ? blocks : exchanged(blocks, size, random);
}

/** Always whoever has the fewest cases, and among those whoever has met the others of the case least. */
function greedy({ readers, perCase, cases }: Size, random: Random): number[][] {
  const load = new Array<number>(readers).fill(0);
  const met = new Meetings(readers);
  return Array.from({ length: cases }, () => {
    const block: number[] = [];
    const order = random.shuffled(load.map((_, reader) => reader));
    const cost = (reader: number): number =>
      (load[reader] ?? 0) * cases * perCase + block.reduce((sum, other) => sum + met.between(reader, other), 0);
    while (block.length < perCase) {
      const free = order.filter((reader) => !block.includes(reader));
      block.push(free.reduce((best, reader) => (cost(reader) < cost(best) ? reader : best)));
    }
    for (const reader of block) load[reader] = (load[reader] ?? 0) + 1;
    met.meet(block);
    return block;
  });
}

function exchanged(blocks: number[][], size: Size, random: Random): Blocks {
  const met = Meetings.of(blocks, size.readers);
  let excess = unevenness(met, size.readers) - leastUnevenness(size);
  for (let tries = 0; tries < TRIES && excess > 0; tries++) {
    const move = drawn(blocks, random);
    if (!move) continue;
    const change = changeBy(met, move);
    if (change > 0 && (change > 4 || random.unit() > DETOURS)) continue;
    apply(met, move);
    excess += change;
  }
  return blocks;
}

/** Reader `a` leaves `from` for `to`, and `b` comes back; the others are those who are in one of the two blocks only. */
interface Move {
  readonly from: number[];
  readonly to: number[];
  readonly a: number;
  readonly b: number;
  readonly leftBehind: readonly number[];
  readonly newCompany: readonly number[];
}

function drawn(blocks: readonly number[][], random: Random): Move | null {
  const from = blocks[random.int(0, blocks.length - 1)] ?? [];
  const to = blocks[random.int(0, blocks.length - 1)] ?? [];
  const mine = from.filter((reader) => !to.includes(reader));
  const theirs = to.filter((reader) => !from.includes(reader));
  const a = mine[random.int(0, Math.max(0, mine.length - 1))];
  const b = theirs[random.int(0, Math.max(0, theirs.length - 1))];
  if (a === undefined || b === undefined) return null;
  const leftBehind = mine.filter((reader) => reader !== a);
  return { from, to, a, b, leftBehind, newCompany: theirs.filter((reader) => reader !== b) };
}

/** What a move adds to the sum of squares. */
function changeBy(met: Meetings, { a, b, leftBehind, newCompany }: Move): number {
  const step = (reader: number, apart: readonly number[], near: readonly number[]): number =>
    near.reduce((sum, other) => sum + 2 * met.between(reader, other) + 1, 0) -
    apart.reduce((sum, other) => sum + 2 * met.between(reader, other) - 1, 0);
  return step(a, leftBehind, newCompany) + step(b, newCompany, leftBehind);
}

function apply(met: Meetings, { from, to, a, b, leftBehind, newCompany }: Move): void {
  for (const other of leftBehind) {
    met.add(a, other, -1);
    met.add(b, other, 1);
  }
  for (const other of newCompany) {
    met.add(b, other, -1);
    met.add(a, other, 1);
  }
  from[from.indexOf(a)] = b;
  to[to.indexOf(b)] = a;
}

function unevenness(met: Meetings, readers: number): number {
  let sum = 0;
  for (let a = 0; a < readers; a++) for (let b = a + 1; b < readers; b++) sum += met.between(a, b) ** 2;
  return sum;
}

/** Of all ways to share out the meetings, the most even one. */
function leastUnevenness({ readers, perCase, cases }: Size): number {
  const pairs = (readers * (readers - 1)) / 2;
  const meetings = (cases * perCase * (perCase - 1)) / 2;
  const each = Math.floor(meetings / pairs);
  const more = meetings % pairs;
  return (pairs - more) * each ** 2 + more * (each + 1) ** 2;
}
