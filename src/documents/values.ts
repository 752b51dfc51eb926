/** Some roots are a plain Y.Map of JSON values: key → value, each one last-writer-wins register. */
import type * as Y from 'yjs';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { LOCAL, rootOf } from './entries.ts';

/** The values that satisfy the schema, in the order of their keys. */
export function valuesOf<S extends v.GenericSchema>(
  doc: Y.Doc,
  root: string,
  schema: S,
): Record<string, v.InferOutput<S>> {
  const found: Record<string, v.InferOutput<S>> = {};
  for (const key of [...rootOf(doc, root).keys()].sort()) {
    const parsed = v.safeParse(schema, rootOf(doc, root).get(key));
    if (parsed.success) found[key] = parsed.output;
  }
  return found;
}

/** Sets one value; undefined removes it; an equal value writes nothing. */
export function putValue(doc: Y.Doc, root: string, [key, value]: readonly [key: string, value: unknown]): void {
  const map = rootOf(doc, root);
  if (value === undefined ? !map.has(key) : map.has(key) && canonicalJson(map.get(key)) === canonicalJson(value))
    return;
  doc.transact(() => {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }, LOCAL);
}
