/**
 * Most roots are a Y.Map of entries: entry id → Y.Map of fields with JSON values. One field is one last-writer-wins
 * register, so two people changing different fields of one entry both keep their change. The id is the key and is not
 * repeated as a field: it cannot disagree with itself.
 */
import * as Y from 'yjs';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';

/** A Y.Map whose values are not yet known to be anything in particular. */
export type LooseMap = Y.Map<unknown>;

export const rootOf = (doc: Y.Doc, root: string): LooseMap => doc.getMap<unknown>(root);

/** The entries that satisfy the schema, in the order of their ids (UUIDv7: the order in which they were made). */
export function entriesOf<S extends v.GenericSchema>(doc: Y.Doc, root: string, schema: S): v.InferOutput<S>[] {
  const found: v.InferOutput<S>[] = [];
  for (const [id, value] of sortedEntries(rootOf(doc, root))) {
    const parsed = v.safeParse(schema, entryJson(id, value));
    if (parsed.success) found.push(parsed.output);
  }
  return found;
}

/** Writes an entry in one transaction and touches only the fields that differ. Fields that are undefined are removed. */
export function putEntry<E extends { readonly id: string }>(doc: Y.Doc, root: string, entry: E): void {
  doc.transact(() => {
    const entries = rootOf(doc, root);
    const existing = entries.get(entry.id);
    const fields = existing instanceof Y.Map ? (existing as LooseMap) : new Y.Map<unknown>();
    if (fields !== existing) entries.set(entry.id, fields);
    writeFields(fields, entry);
  }, LOCAL);
}

export function removeEntry(doc: Y.Doc, root: string, id: string): void {
  const entries = rootOf(doc, root);
  if (entries.has(id))
    doc.transact(() => {
      entries.delete(id);
    }, LOCAL);
}

/** Origin of transactions made by the person at this screen; an undo manager tracks it. */
export const LOCAL = Symbol('local edit');

/** An entry as JSON with its id; anything that is not a map of fields stays as it is and fails the schema. */
const entryJson = (id: string, value: unknown): unknown =>
  value instanceof Y.Map ? { ...(value as LooseMap).toJSON(), id } : value;

function writeFields(fields: LooseMap, entry: object): void {
  const wanted = new Map(Object.entries(entry).filter(([key, value]) => key !== 'id' && value !== undefined));
  // A map that was just made has no document yet and cannot be read.
  const present = fields.doc ? new Map(fields.entries()) : new Map<string, unknown>();
  for (const [key, value] of wanted) {
    if (!present.has(key) || canonicalJson(present.get(key)) !== canonicalJson(value)) fields.set(key, value);
  }
  for (const key of present.keys()) if (!wanted.has(key)) fields.delete(key);
}

const sortedEntries = (map: LooseMap): [string, unknown][] =>
  [...map.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
