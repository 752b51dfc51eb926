/** What differs between two versions, for people: thing by thing and part by part, with the words that went and came. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { ProtocolContent } from './protocol.ts';

export interface Difference {
  /** What it is about: "findings nodule", "clauses pleura", "title". */
  readonly about: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly words: readonly Word[];
}

export interface Word {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** In the order of the newer version; what was removed comes last. Equal versions have none. */
export function differencesOf(before: ProtocolContent, after: ProtocolContent): Difference[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const changed = [...now].flatMap(([about, text]): Difference[] => {
    const was = old.get(about);
    if (was === undefined) return [{ about, kind: 'added', words: [{ kind: 'added', text }] }];
    return was === text ? [] : [{ about, kind: 'changed', words: wordsBetween(was, text) }];
  });
  const removed = [...old].flatMap(([about, text]): Difference[] =>
    now.has(about) ? [] : [{ about, kind: 'removed', words: [{ kind: 'removed', text }] }],
  );
  return [...changed, ...removed];
}

/** Each thing that can differ, by a name that stays: findings, fields, clauses and examples by their keys. */
function partsOf(content: ProtocolContent): Map<string, string> {
  const parts = new Map<string, string>();
  const put = (about: string, value: unknown): void => {
    if (value !== undefined) parts.set(about, typeof value === 'string' ? value : plainText(value));
  };
  const { findings, caseFields, clauses, examples = [], ...rest } = content;
  for (const [key, value] of Object.entries(rest)) put(key, value);
  for (const { id, fields, ...finding } of findings) {
    for (const [key, value] of Object.entries(finding)) put(`findings ${id} ${key}`, value);
    for (const field of fields) put(`findings ${id} field ${field.id}`, field);
  }
  for (const field of caseFields) put(`case field ${field.id}`, field);
  for (const { id, number, kind, text } of clauses) put(`clauses ${id}`, `${number} (${kind}) ${text}`);
  for (const { id, ...example } of examples) put(`examples ${id}`, example);
  return parts;
}

/** JSON without its signs: what is left reads as "label Texture kind choice …". */
const plainText = (value: unknown): string =>
  canonicalJson(value)
    .replace(/[{}[\]"]/g, ' ')
    .replace(/[:,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The longest common run of words stays; neighbours of one kind are one. */
export function wordsBetween(before: string, after: string): Word[] {
  const [a, b] = [before.split(/(?<=\s)/), after.split(/(?<=\s)/)];
  const longest = lengthsOf(a, b);
  const words: Word[] = [];
  const put = (kind: Word['kind'], text: string): void => {
    const last = words.at(-1);
    if (last?.kind === kind) words[words.length - 1] = { kind, text: last.text + text };
    else words.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      put('same', left);
      i++;
      j++;
    } else if (
      right === undefined ||
      (left !== undefined && (longest[i + 1]?.[j] ?? 0) >= (longest[i]?.[j + 1] ?? 0))
    ) {
      put('removed', left ?? '');
      i++;
    } else {
      put('added', right);
      j++;
    }
  }
  return words;
}

/** How long the longest common subsequence of the rests is (Wagner and Fischer 1974). */
function lengthsOf(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] ?? [];
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}
