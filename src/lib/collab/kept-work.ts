/** Work the server did not take: what was written here and is not in the document, kept so that nobody has to guess what was lost. */
import type * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { heldIn, placeText, touchedBy, type Place } from './change.ts';

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
  /** Root → key → value as it was written here; null where it was deleted here. */
  readonly unsent: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What was written at one place, as it was then: what others wrote since may stand there by now. */
export interface Edit extends Place {
  /** JSON; null where something was deleted. */
  readonly value: unknown;
}

export const editsIn = (transaction: Y.Transaction): Edit[] =>
  touchedBy(transaction).map((place) => ({ ...place, value: valueAt(transaction.doc, place) }));

/** What was written here and does not stand in the document. @param there null when nobody knows what stands there. */
export function unsentOf(edits: readonly Edit[], there: Y.Doc | null): KeptWork['unsent'] {
  const unsent: Record<string, Record<string, unknown>> = {};
  // The last edit of a place counts.
  for (const { root, key, value } of new Map(edits.map((edit) => [placeText(edit), edit])).values())
    if (!there || !same(value, valueAt(there, { root, key }))) unsent[root] = { ...unsent[root], [key]: value };
  return unsent;
}

function valueAt(doc: Y.Doc, place: Place): unknown {
  const held = heldIn(doc, place);
  return held && (held.kind === 'entry' ? held.fields : held.value);
}

/** Work that was refused can be anything, numbers JSON does not have included. */
const same = (a: unknown, b: unknown): boolean => a === b || plain(a) === plain(b);

const plain = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));
