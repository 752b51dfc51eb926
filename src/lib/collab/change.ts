/** What one edit changed at one key of a root, by value: from what to what. It can be made again, or turned round. */
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { rootOf } from '#documents/entries.ts';

export interface Place {
  readonly root: string;
  /** Id of an entry, or key of a value. */
  readonly key: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What stands at a place: an entry of fields, one value, or nothing. */
export type Held =
  { readonly kind: 'entry'; readonly fields: Fields } | { readonly kind: 'value'; readonly value: unknown } | null;

export interface Change extends Place {
  readonly before: Held;
  readonly after: Held;
}

export const placeText = ({ root, key }: Place): string => `${root}\n${key}`;

export function heldIn(doc: Y.Doc, { root, key }: Place): Held {
  const value = rootOf(doc, root).get(key);
  if (value instanceof Y.Map) return { kind: 'entry', fields: (value as Y.Map<unknown>).toJSON() };
  return value === undefined ? null : { kind: 'value', value };
}

/** The places a transaction touched. */
export function touchedBy({ changed, doc }: Y.Transaction): Place[] {
  const roots = new Map([...doc.share].map(([root, type]): [unknown, string] => [type, root]));
  const touched = [...changed].flatMap(([type, keys]): Place[] => {
    // Letters are in a text, a text in an entry, an entry in a root.
    let holder = type._item;
    while (holder?.parent instanceof Y.AbstractType && holder.parent._item) holder = holder.parent._item;
    const root = roots.get(holder ? holder.parent : type);
    if (root === undefined) return [];
    return (holder ? [holder.parentSub] : [...keys]).flatMap((key) => (key === null ? [] : [{ root, key }]));
  });
  return [...new Map(touched.map((place) => [placeText(place), place])).values()];
}

export const reversed = ({ root, key, before, after }: Change): Change => ({ root, key, before: after, after: before });

/** Whether the change can be made where `now` stands: what it changes is still as it was before. */
export function fits(now: Held, { before, after }: Change): boolean {
  if (before?.kind !== 'entry' || after?.kind !== 'entry' || now?.kind !== 'entry') return same(now, before);
  return differing(before.fields, after.fields).every((field) => same(now.fields[field], before.fields[field]));
}

/** What stands there once the change is made. Fields of an entry that it does not change stay as they are. */
export function changed(now: Held, { before, after }: Change): Held {
  if (before?.kind !== 'entry' || after?.kind !== 'entry' || now?.kind !== 'entry') return after;
  const fields = { ...now.fields };
  for (const field of differing(before.fields, after.fields)) fields[field] = after.fields[field];
  return { kind: 'entry', fields: present(fields) };
}

/** Call inside one transaction of the document. */
export function write(doc: Y.Doc, change: Change): void {
  const entries = rootOf(doc, change.root);
  const existing = entries.get(change.key);
  const { before, after } = change;
  if (after === null) entries.delete(change.key);
  else if (after.kind === 'value') entries.set(change.key, after.value);
  else if (before?.kind === 'entry' && existing instanceof Y.Map) {
    const fields = existing as Y.Map<unknown>;
    for (const field of differing(before.fields, after.fields)) {
      if (after.fields[field] === undefined) fields.delete(field);
      else fields.set(field, after.fields[field]);
    }
  } else entries.set(change.key, new Y.Map(Object.entries(after.fields)));
}

/** Changes that follow each other, as one: a place that is as it was in the beginning is not changed. */
export function merged(first: readonly Change[], second: readonly Change[]): Change[] {
  const all = new Map(first.map((change) => [placeText(change), change]));
  for (const change of second) {
    const before = all.get(placeText(change))?.before;
    all.set(placeText(change), before === undefined ? change : { ...change, before });
  }
  return [...all.values()].filter(({ before, after }) => !same(before, after));
}

const differing = (before: Fields, after: Fields): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !same(before[field], after[field]));

const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
