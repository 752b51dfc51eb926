/** The changes made here that are not durable on the server: how many, and where. Windows that were closed before count too. */
import type * as Y from 'yjs';
import { placeText, touchedBy, type Place } from './change.ts';
import type { KeptShelf } from './kept-shelf.ts';
import { rootsOf, type KeptWork } from './kept-work.ts';

export class Waiting {
  readonly #shelf: KeptShelf;
  readonly #document: string;
  readonly #changed: () => void;
  readonly #touched = new Map<string, Place>();
  /** Windows that left changes behind, with how many. */
  #before: ReadonlyMap<string, number> = new Map();
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
    return [...this.#before.values()].reduce((sum, count) => sum + count, this.#here);
  }

  /** From now on the changes are made in this document; those of the one before are on the shelf or in it. */
  of(doc: Y.Doc): void {
    this.delivered();
    this.#window = String(doc.clientID);
  }

  add(transaction: Y.Transaction): void {
    this.#here += 1;
    for (const place of touchedBy(transaction)) this.#touched.set(placeText(place), place);
    this.#note(this.#window, this.#here);
    this.#changed();
  }

  delivered(): void {
    for (const window of this.#before.keys()) this.#note(window, 0);
    if (this.#here > 0) this.#note(this.#window, 0);
    this.#before = new Map();
    this.#here = 0;
    this.#touched.clear();
  }

  /** What waits, as it stands in `doc`; everything, when some of it was made in a window that is closed. */
  unsentIn(doc: Y.Doc): KeptWork['unsent'] {
    const roots = rootsOf(doc);
    if (this.#before.size > 0) return roots;
    const unsent: Record<string, Record<string, unknown>> = {};
    for (const { root, key } of this.#touched.values())
      unsent[root] = { ...unsent[root], [key]: roots[root]?.[key] ?? null };
    return unsent;
  }

  #note(window: string, count: number): void {
    void this.#shelf.noteUnsent(window, { document: this.#document, count });
  }
}
