/**
 * One document of a replay: its updates in order, with the whole document kept every so many of them. Any moment is the
 * nearest keyframe before it and a few updates; going on from the moment shown last costs the updates in between.
 */
import * as Y from 'yjs';

/** Twice this many updates are applied at most for one moment: a few milliseconds. */
const ROWS_PER_KEYFRAME = 256;

interface Shown {
  readonly doc: Y.Doc;
  readonly count: number;
}

export class Track {
  /** The document after everything that was added. Not to be changed by others. */
  readonly end = new Y.Doc();
  readonly #rowsPerKeyframe: number;
  /** Place in the replay, ascending, and the update there. */
  readonly #positions: number[] = [];
  readonly #updates: Uint8Array[] = [];
  /** The document after every n-th update, beginning with none. */
  readonly #keyframes: Uint8Array[] = [Y.encodeStateAsUpdate(new Y.Doc())];
  #shown: Shown = { doc: new Y.Doc(), count: 0 };

  constructor(rowsPerKeyframe = ROWS_PER_KEYFRAME) {
    this.#rowsPerKeyframe = rowsPerKeyframe;
  }

  /** @param position of the row in the whole replay; later than those before. */
  add(position: number, update: Uint8Array): void {
    Y.applyUpdate(this.end, update);
    this.#positions.push(position);
    this.#updates.push(update);
    if (this.#updates.length % this.#rowsPerKeyframe === 0) this.#keyframes.push(Y.encodeStateAsUpdate(this.end));
  }

  /** The document once `position` rows of the replay are in place. The same object as before where time went on a little. */
  at(position: number): Y.Doc {
    const count = this.countAt(position);
    const { doc, count: from } = this.#shown;
    const near = count >= from && count - from <= this.#rowsPerKeyframe;
    this.#shown = near ? { doc: this.#onFrom(doc, from, count), count } : { doc: this.#fromKeyframe(count), count };
    return this.#shown.doc;
  }

  /** How many rows of this document are among the first `position` rows of the replay. */
  countAt(position: number): number {
    return countBelow(this.#positions, position);
  }

  #fromKeyframe(count: number): Y.Doc {
    const frame = Math.floor(count / this.#rowsPerKeyframe);
    const doc = new Y.Doc();
    const state = this.#keyframes[frame];
    if (state) Y.applyUpdate(doc, state);
    return this.#onFrom(doc, frame * this.#rowsPerKeyframe, count);
  }

  #onFrom(doc: Y.Doc, from: number, to: number): Y.Doc {
    if (to > from)
      doc.transact(() => {
        for (const update of this.#updates.slice(from, to)) Y.applyUpdate(doc, update);
      });
    return doc;
  }
}

/** How many of the ascending numbers are smaller than `limit`. */
export function countBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
