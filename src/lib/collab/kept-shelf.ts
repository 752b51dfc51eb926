/**
 * What this browser holds of one person's work beside the documents: what the server did not take, until the person has seen to
 * it, and which documents have changes that are not sent yet. It outlives the page and goes with the sign-out.
 */
import * as idb from 'lib0/indexeddb';
import { createSubscriber } from 'svelte/reactivity';
import { v7 as newId } from 'uuid';
import type * as Y from 'yjs';
import { databaseOf, usersOf } from './browser-store.ts';
import { unsentOf, type Edit, type KeptWork } from './kept-work.ts';
import { Signal } from './signal.ts';
import { onTabs, tellTabs } from './tabs.ts';

const WORK = 'work';
const UNSENT = 'unsent';

/** The changes of one window that are not durable on the server: how many, and what they wrote. */
export interface Unsent {
  readonly document: string;
  readonly count: number;
  readonly edits: readonly Edit[];
}

export class KeptShelf {
  readonly #database: Promise<IDBDatabase | null>;
  readonly #changed = new Signal<undefined>();
  readonly #subscribe: () => void;
  readonly #undo: () => void;
  #works: readonly KeptWork[] = [];
  /** Everything that was kept before is in sight. */
  readonly loaded: Promise<void>;

  /** @param user null keeps everything in this page alone, as does a browser that refuses to store. */
  constructor(user: string | null) {
    this.#subscribe = createSubscriber((update) => this.#changed.listen(update));
    this.#database = user === null || typeof indexedDB === 'undefined' ? Promise.resolve(null) : opened(user);
    this.#undo = onTabs((message) => {
      if (message.t === 'kept-work-changed') void this.#load();
    });
    this.loaded = this.#load();
  }

  /** Oldest first. */
  get works(): readonly KeptWork[] {
    this.#subscribe();
    return this.#works;
  }

  /** Adds it, or replaces that of the same id. Resolves when it is on the disk of this computer, or cannot be. */
  async keep(work: KeptWork): Promise<void> {
    const shown = (): void => this.#show([...this.#works.filter(({ id }) => id !== work.id), work]);
    shown();
    await this.#write(WORK, (store) => idb.rtop(store.put(work)));
    // What was read from the disk meanwhile did not have it.
    shown();
    tellTabs({ t: 'kept-work-changed' });
  }

  /**
   * Keeps all of `edits`, because of which part the document lacks cannot be told yet. Returns what is to be called when it can:
   * then only what the document lacks stays.
   */
  async shelve(why: Pick<KeptWork, 'document' | 'code' | 'message'>, edits: readonly Edit[]) {
    const work = { ...why, id: newId(), at: Date.now() };
    await this.keep({ ...work, unsent: unsentOf(edits, null) });
    return async (there: Y.Doc): Promise<void> => {
      const unsent = unsentOf(edits, there);
      await (Object.keys(unsent).length > 0 ? this.keep({ ...work, unsent }) : this.dismiss(work.id));
    };
  }

  async dismiss(id: string): Promise<void> {
    const gone = (): void => this.#show(this.#works.filter((work) => work.id !== id));
    gone();
    await this.#write(WORK, (store) => idb.del(store, id));
    gone();
    tellTabs({ t: 'kept-work-changed' });
  }

  /** @param window whose changes they are. */
  async noteUnsent(window: string, unsent: Unsent): Promise<void> {
    await this.#write(UNSENT, (store) => idb.rtop(store.put(unsent, window)));
  }

  /** They have arrived, unless that window, which may be open, has noted more since. */
  async arrived(window: string, { count }: Pick<Unsent, 'count'>): Promise<void> {
    await this.#write(UNSENT, async (store) => {
      const noted = (await idb.rtop(store.get(window))) as Unsent | undefined;
      if (noted?.count === count) await idb.rtop(store.delete(window));
    });
  }

  /** What windows, closed ones too, noted of this document. */
  async unsent(document: string): Promise<ReadonlyMap<string, Unsent>> {
    return new Map((await this.#unsent()).filter(([, row]) => row.document === document));
  }

  /** Names, as text, of the documents with changes that are not sent. */
  async unsentDocuments(): Promise<readonly string[]> {
    return (await this.#unsent()).map(([, { document }]) => document);
  }

  async #unsent(): Promise<[window: string, unsent: Unsent][]> {
    const rows: [string, Unsent][] = [];
    await this.#write(UNSENT, (store) =>
      idb.iterate(store, null, (row: Unsent, window: string) => void rows.push([window, row])),
    );
    return rows;
  }

  close(): void {
    this.#undo();
    void this.#database.then((database) => database?.close());
  }

  async #load(): Promise<void> {
    // Without a database this page holds what there is.
    await this.#write(WORK, async (store) => this.#show((await idb.getAll(store)) as KeptWork[]));
  }

  #show(works: readonly KeptWork[]): void {
    this.#works = works.toSorted((a, b) => a.at - b.at);
    this.#changed.emit(undefined);
  }

  /** A browser that cannot store must not keep anybody from working. */
  async #write(name: string, run: (store: IDBObjectStore) => Promise<unknown>): Promise<void> {
    const database = await this.#database;
    if (!database) return;
    try {
      const [store] = idb.transact(database, [name]);
      if (store) await run(store);
    } catch {
      // The disk is full, or the store was deleted by a sign-out in another window.
    }
  }
}

const opened = (user: string): Promise<IDBDatabase | null> =>
  idb
    .openDB(databaseOf(user, 'kept'), (database) => idb.createStores(database, [[WORK, { keyPath: 'id' }], [UNSENT]]))
    .catch(() => null);

const shelves = new Map<string, KeptShelf>();

/** One shelf for each person on this page. */
export function shelfOf(user: string | null): KeptShelf {
  if (user === null) return new KeptShelf(null);
  const known = shelves.get(user) ?? new KeptShelf(user);
  shelves.set(user, known);
  return known;
}

/** How much this browser holds, of whomever, that no server has: pieces of kept work and documents with unsent changes. */
export async function heldInBrowser(): Promise<number> {
  if (typeof indexedDB === 'undefined') return 0;
  const counts = (await usersOf('kept')).map(async (user) => {
    const shelf = new KeptShelf(user);
    const [documents] = await Promise.all([shelf.unsentDocuments(), shelf.loaded]);
    const count = shelf.works.length + new Set(documents).size;
    shelf.close();
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Before a sign-out deletes what they hold. */
export function closeShelves(): void {
  for (const shelf of shelves.values()) shelf.close();
  shelves.clear();
}
