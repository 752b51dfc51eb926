/** The changes made here that are not durable on the server: how many, and where. Windows that were closed before count too. */
import type * as Y from 'yjs';
import { placeText, touchedBy, type Place } from './change.ts';
import type { KeptShelf, Unsent } from './kept-shelf.ts';

export class Waiting {
  readonly #shelf: KeptShelf;
  readonly #document: string;
  readonly #changed: () => void;
  readonly #touched = new Map<string, Place>();
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

  /** Where something waits. */
  get places(): Place[] {
    return [...[...this.#before.values()].flatMap(({ places }) => places), ...this.#touched.values()];
  }

  /** From now on the changes are made in this document; those of the one before are on the shelf or in it. */
  of(doc: Y.Doc): void {
    this.delivered();
    this.#window = String(doc.clientID);
  }

  add(transaction: Y.Transaction): void {
    this.#here += 1;
    for (const place of touchedBy(transaction)) this.#touched.set(placeText(place), place);
    this.#note(this.#window, { count: this.#here, places: [...this.#touched.values()] });
    this.#changed();
  }

  delivered(): void {
    for (const window of this.#before.keys()) this.#note(window, { count: 0, places: [] });
    if (this.#here > 0) this.#note(this.#window, { count: 0, places: [] });
    this.#before = new Map();
    this.#here = 0;
    this.#touched.clear();
  }

  #note(window: string, unsent: Omit<Unsent, 'document'>): void {
    void this.#shelf.noteUnsent(window, { document: this.#document, ...unsent });
  }
}
