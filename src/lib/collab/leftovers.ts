/**
 * Work of windows that were closed before it was sent. It is offered to the server once more, so that it arrives, or is refused
 * and put on the shelf with its reason; in neither case is it forgotten.
 */
import { documentNameOf, type DocumentName } from '#documents/names.ts';
import { shelfOf } from './kept-shelf.ts';
import { openDocument } from './shared-document.svelte.ts';

/** @param wanted asked for every document with unsent work; not for one that this page opens itself. */
export async function bringIn(user: string, wanted: (name: DocumentName) => boolean): Promise<void> {
  const texts = new Set(await shelfOf(user).unsentDocuments());
  const names = [...texts].map(documentNameOf).filter((name) => name !== null);
  await Promise.all(
    names.filter(wanted).map(async (name) => {
      const document = openDocument(name, { user });
      if (await document.settled()) await document.forget();
      else document.close();
    }),
  );
}
