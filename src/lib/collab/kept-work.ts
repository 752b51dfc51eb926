/** Work the server did not take: what stood here and is not in the document, kept so that nobody has to guess what was lost. */
import type * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { rootOf } from '#documents/entries.ts';
import type { Place } from './change.ts';

export interface KeptWork {
  readonly id: string;
  /** Name of the document as text. */
  readonly document: string;
  /** Why it was not taken: a code of a refused edit, or the reason for which the document was closed. */
  readonly code: string;
  /** The same as a sentence for people, where the server said one. */
  readonly message: string | null;
  /** ms since 1970. */
  readonly at: number;
  /** Root → key → value as it stood here; null where it had been deleted here. */
  readonly unsent: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type Roots = Record<string, Record<string, unknown>>;

export const rootsOf = (doc: Y.Doc): Roots =>
  Object.fromEntries([...doc.share.keys()].map((root) => [root, rootOf(doc, root).toJSON()]));

/** What was changed here and stands otherwise on the server. @param places where something was changed here. */
export function unsentOf(here: Roots, there: Roots, places: Iterable<Place>): KeptWork['unsent'] {
  const unsent: Roots = {};
  for (const { root, key } of places) {
    const ours = here[root]?.[key];
    if (!same(ours, there[root]?.[key])) unsent[root] = { ...unsent[root], [key]: ours ?? null };
  }
  return unsent;
}

/** Work that was refused can be anything, numbers JSON does not have included. */
const same = (a: unknown, b: unknown): boolean => a === b || textOfValue(a) === textOfValue(b);

function textOfValue(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalJson(JSON.parse(JSON.stringify(value)));
}
