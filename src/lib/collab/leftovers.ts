/**
 * Work of windows that were closed before it was sent. It is offered to the server once more, so that it arrives, or is refused
 * and put on the shelf with its reason; in neither case is it forgotten.
 */
import { documentNameOf, textOf, type DocumentName } from '#documents/names.ts';
import { isKeptInBrowser } from './browser-store.ts';
import { shelfOf } from './kept-shelf.ts';
import { openDocument } from './shared-document.svelte.ts';

/** For a document that is not open on this page. Once delivered it is no longer kept in this browser. */
export async function bringIn(name: DocumentName, user: string): Promise<void> {
  if (!(await isKeptInBrowser(name, user))) return;
  const document = openDocument(name, { user });
  if (await document.settled()) await document.forget();
  else document.close();
}

/** The same for every document with unsent work that is wanted. */
export async function bringInAll(user: string, wanted: (name: DocumentName) => boolean): Promise<void> {
  const names = (await shelfOf(user).unsentDocuments()).map(documentNameOf).filter((name) => name !== null);
  const unique = new Map(names.filter(wanted).map((name) => [textOf(name), name]));
  await Promise.all([...unique.values()].map((name) => bringIn(name, user)));
}
