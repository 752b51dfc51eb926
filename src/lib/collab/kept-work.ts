/** Work the server did not take: what stood here and is not in the document, kept so that nobody has to guess what was lost. */
import type * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { rootOf } from '#documents/entries.ts';

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

/** What differs between the work here and what the server has. */
export function unsentOf(here: Roots, there: Roots): KeptWork['unsent'] {
  const unsent: Roots = {};
  for (const root of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const [ours, theirs] = [here[root] ?? {}, there[root] ?? {}];
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter(
      (key) => !same(ours[key], theirs[key]),
    );
    if (keys.length > 0) unsent[root] = Object.fromEntries(keys.map((key) => [key, ours[key] ?? null]));
  }
  return unsent;
}

/** Work that was refused can be anything, numbers JSON does not have included. */
const same = (a: unknown, b: unknown): boolean => a === b || textOfValue(a) === textOfValue(b);

function textOfValue(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalJson(JSON.parse(JSON.stringify(value)));
}
