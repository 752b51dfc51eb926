/** How many cases every two readers have in common, while blocks are still being changed. */
import type { Blocks } from './balance.ts';

export class Meetings {
  readonly #readers: number;
  readonly #cells: Int32Array;

  constructor(readers: number) {
    this.#readers = readers;
    this.#cells = new Int32Array(readers * readers);
  }

  static of(blocks: Blocks, readers: number): Meetings {
    const met = new Meetings(readers);
    for (const block of blocks) met.meet(block);
    return met;
  }

  between(a: number, b: number): number {
    return this.#cells[a * this.#readers + b] ?? 0;
  }

  add(a: number, b: number, by: number): void {
    for (const cell of [a * this.#readers + b, b * this.#readers + a])
      this.#cells[cell] = (this.#cells[cell] ?? 0) + by;
  }

  /** Everybody of the block meets everybody else of it. */
  meet(block: readonly number[]): void {
    for (const [i, a] of block.entries()) for (const b of block.slice(i + 1)) this.add(a, b, 1);
  }
}
