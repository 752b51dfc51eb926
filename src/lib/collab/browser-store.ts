/**
 * Work that has not reached the server survives a closed tab: drafts and tables are kept in this browser, under the person
 * who made them. Projections are never kept: a stale phase on screen would be a lie.
 */
import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import { isProjection, textOf, type DocumentName } from '#documents/names.ts';

const PREFIX = 'consilium:';

export interface BrowserStore {
  /** Everything kept is in the document now. */
  readonly ready: Promise<unknown>;
  /** Forgets what is kept of this document. */
  clear(): Promise<void>;
  close(): void;
}

const NO_STORE: BrowserStore = { ready: Promise.resolve(), clear: () => Promise.resolve(), close: () => undefined };

/** @param user id of the person; null keeps nothing. */
export function keepInBrowser(doc: Y.Doc, name: DocumentName, user: string | null): BrowserStore {
  if (user === null || isProjection(name) || typeof indexedDB === 'undefined') return NO_STORE;
  const store = new IndexeddbPersistence(`${PREFIX}${user}:${textOf(name)}`, doc);
  // A browser that refuses to store (private windows) must not keep the document from opening.
  const ready = store.whenSynced.catch(() => undefined);
  return {
    ready,
    clear: () => store.clearData(),
    close: () => void store.destroy(),
  };
}

/** At sign-out: forgets every document kept in this browser, of whomever. */
export async function forgetBrowserStore(): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  const kept = (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.startsWith(PREFIX));
  await Promise.all(kept.map(deleted));
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    // Another tab still has it open; it is deleted as soon as that one closes.
    request.onblocked = () => resolve();
  });
}
