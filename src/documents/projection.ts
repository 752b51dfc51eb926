/**
 * A projection is ruled state shown through a document that only the server writes: one Y.Map, top-level key of the view →
 * JSON. It is written by difference, so that a reader who is up to date receives only what changed.
 */
import type * as Y from 'yjs';
import { canonicalJson, type Json } from '#domain/kernel/canonical-json.ts';
import { rootOf } from './entries.ts';

/** An object whose top-level keys are shown. */
export type View = object;

/** What changes `shown` into `view`: keys to set with their JSON, keys to delete. */
export interface Difference {
  readonly set: ReadonlyMap<string, Json>;
  readonly remove: readonly string[];
}

export function differenceOf(doc: Y.Doc, root: string, view: View): Difference {
  const map = rootOf(doc, root);
  const wanted = Object.entries<unknown>({ ...view }).filter(([, value]) => value !== undefined);
  const set = new Map<string, Json>();
  for (const [key, value] of wanted) {
    const text = canonicalJson(value);
    if (!map.has(key) || canonicalJson(map.get(key)) !== text) set.set(key, JSON.parse(text) as Json);
  }
  const keys = new Set(wanted.map(([key]) => key));
  return { set, remove: [...map.keys()].filter((key) => !keys.has(key)) };
}

export const isEmpty = (difference: Difference): boolean => difference.set.size === 0 && difference.remove.length === 0;

/** Call inside one transaction of the document. */
export function applyDifference(doc: Y.Doc, root: string, difference: Difference): void {
  const map = rootOf(doc, root);
  for (const [key, value] of difference.set) map.set(key, value);
  for (const key of difference.remove) map.delete(key);
}

/** Null until the server has published for the first time. */
export function projectionOf(doc: Y.Doc, root: string): Record<string, unknown> | null {
  const map = rootOf(doc, root);
  return map.size === 0 ? null : map.toJSON();
}
