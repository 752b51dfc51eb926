/**
 * Work that has not reached the server survives a closed tab: drafts and tables are kept in this browser, under the person
 * who made them. Projections are never kept: a stale phase on screen would be a lie.
 */
import * as idb from 'lib0/indexeddb';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import type * as Y from 'yjs';
import { isProjection, textOf, type DocumentName } from '#documents/names.ts';
import { onTabs, tellTabs } from './tabs.ts';
import { forgetWindowStore } from './window-store.ts';

const PREFIX = 'consilium:';
/** Windows that still have a database open are asked to close it; one that is busy gets this long. */
const PATIENCE_MS = 3000;

/** Every database of this product carries the person in its name, so that nobody is shown what somebody else left behind. */
export const databaseOf = (user: string, what: string): string => `${PREFIX}${user}:${what}`;

/** The people of whom this browser holds a database of that kind. */
export async function usersOf(what: string): Promise<string[]> {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
  return names
    .filter((name) => name.startsWith(PREFIX) && name.endsWith(`:${what}`))
    .map((name) => name.slice(PREFIX.length, -what.length - 1));
}

export interface BrowserStore {
  /** Everything kept is in the document now. */
  readonly ready: Promise<unknown>;
  /** Closes, and throws away what was kept up to now; other windows keep theirs anew. */
  empty(): Promise<void>;
  close(): void;
}

const done = (): Promise<void> => Promise.resolve();
const NO_STORE: BrowserStore = { ready: done(), empty: done, close: () => undefined };

/** @param user id of the person; null keeps nothing. */
export function keepInBrowser(doc: Y.Doc, name: DocumentName, user: string | null): BrowserStore {
  if (user === null || isProjection(name) || typeof indexedDB === 'undefined') return NO_STORE;
  const database = databaseOf(user, textOf(name));
  const store = new IndexeddbPersistence(database, doc);
  // Another window that deletes the database waits until we have closed it; else our next edit would be written to nowhere.
  void store._db.then((opened) => (opened.onversionchange = null)).catch(() => undefined);
  const deaf = onTabs((message) => {
    if (message.t === 'store-emptied' && message.database === database && store.db) void storeState(store);
  });
  async function close(): Promise<void> {
    deaf();
    await store.destroy().catch(() => undefined);
  }
  return {
    ready: loaded(store),
    async empty() {
      await close();
      await emptied(database);
      tellTabs({ t: 'store-emptied', database });
    },
    close: () => void close(),
  };
}

async function emptied(name: string): Promise<void> {
  try {
    const database = await idb.openDB(name, () => undefined);
    await Promise.all(idb.transact(database, [...database.objectStoreNames]).map((store) => idb.rtop(store.clear())));
    database.close();
  } catch {
    // A browser that stores nothing has nothing to throw away.
  }
}

/** A browser that refuses to store, as private windows do, or is slow to, must not keep the document from opening. */
function loaded(store: IndexeddbPersistence): Promise<unknown> {
  return new Promise((resolve) => {
    void store.whenSynced.then(resolve);
    store._db.catch(resolve);
    setTimeout(resolve, PATIENCE_MS);
  });
}

/** At sign-out: forgets all that is kept in this browser and window, of whomever. Resolves when it is gone. */
export async function forgetBrowserStore(): Promise<void> {
  forgetWindowStore();
  forgetWindowStore(localStorage);
  if (typeof indexedDB === 'undefined') return;
  const kept = (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.startsWith(PREFIX));
  await Promise.all(kept.map(deleted));
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    // It is deleted as soon as the last window has closed it.
    request.onblocked = () => void setTimeout(resolve, PATIENCE_MS);
  });
}
