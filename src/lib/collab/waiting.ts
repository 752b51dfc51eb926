/** The changes made here that are not durable on the server: how many, and what they wrote. Windows that were closed before count too. */
import type * as Y from 'yjs';
import { placeText } from './change.ts';
import type { KeptShelf, Unsent } from './kept-shelf.ts';
import { editsIn, type Edit } from './kept-work.ts';

export class Waiting {
  readonly #shelf: KeptShelf;
  readonly #document: string;
  readonly #changed: () => void;
  readonly #edits = new Map<string, Edit>();
  /** What windows left behind that were closed. */
  #before: ReadonlyMap<string, Unsent> = new Map();
  #window = '';
  #here = 0;

  /** @param document name as text. */
  constructor(shelf: KeptShelf, document: string, changed: () => void) {
    this.#shelf = shelf;
    this.#document = document;
    this.#changed = changed;
    void shelf.unsent(document).then((before) => {
      this.#before = before;
      if (before.size > 0) changed();
    });
  }

  get count(): number {
    return [...this.#before.values()].reduce((sum, { count }) => sum + count, this.#here);
  }

  /** What waits. */
  get edits(): Edit[] {
    return [...[...this.#before.values()].flatMap(({ edits }) => edits), ...this.#edits.values()];
  }

  /** From now on the changes are made in this document; those of the one before are on the shelf or in it. */
  of(doc: Y.Doc): void {
    this.delivered();
    this.#window = String(doc.clientID);
  }

  add(transaction: Y.Transaction): void {
    this.#here += 1;
    for (const edit of editsIn(transaction)) this.#edits.set(placeText(edit), edit);
    const edits = [...this.#edits.values()];
    void this.#shelf.noteUnsent(this.#window, { document: this.#document, count: this.#here, edits });
    this.#changed();
  }

  delivered(): void {
    for (const [window, unsent] of this.#before) void this.#shelf.arrived(window, unsent);
    if (this.#here > 0) void this.#shelf.arrived(this.#window, { count: this.#here });
    this.#before = new Map();
    this.#here = 0;
    this.#edits.clear();
  }
}
