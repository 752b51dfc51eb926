/** Texts that several people write at once: what somebody typed becomes the letters that went and came, and nothing else moves. */
import * as Y from 'yjs';
import { LOCAL, rootOf } from './entries.ts';

export interface TextPlace {
  readonly root: string;
  /** Id of the entry. */
  readonly id: string;
  readonly field: string;
}

/** So many letters go at `at`, and others come in their place. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** What makes `after` out of `before`, with the least in between; pairs of surrogates stay together. */
export function spliceOf(before: string, after: string): Splice {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  if (isInsidePair(before, start) || isInsidePair(after, start)) start--;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (isInsidePair(before, before.length - end) || isInsidePair(after, after.length - end)) end--;
  return { at: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) };
}

/** Where a place in the text is afterwards. */
export function shifted(place: number, { at, remove, insert }: Splice): number {
  if (place <= at) return place;
  return Math.max(at + insert.length, place + insert.length - remove);
}

/** Makes a text say what somebody typed into it. An entry that is gone stays gone. */
export function changeText(doc: Y.Doc, { root, id, field }: TextPlace, typed: string): void {
  const entry = rootOf(doc, root).get(id);
  if (!(entry instanceof Y.Map)) return;
  doc.transact(() => {
    const text: unknown = entry.get(field);
    if (!(text instanceof Y.Text)) {
      entry.set(field, new Y.Text(typed));
      return;
    }
    const { at, remove, insert } = spliceOf(text.toJSON(), typed);
    if (remove > 0) text.delete(at, remove);
    if (insert !== '') text.insert(at, insert);
  }, LOCAL);
}

const isInsidePair = (text: string, at: number): boolean => {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
};
