/** What differs between two texts that have the same parts: part by part, with the words that went and came. */

/** One thing that can differ, under a name that stays when it is called otherwise. */
export interface Part {
  readonly id: string;
  /** What it is, for people. */
  readonly about: string;
  readonly text: string;
}

export interface Difference {
  readonly id: string;
  readonly about: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly words: readonly Word[];
}

export interface Word {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** In the order of the newer one; what was removed comes last. Equal texts have none. */
export function differencesBetween(before: readonly Part[], after: readonly Part[]): Difference[] {
  const [old, now] = [new Map(before.map((part) => [part.id, part])), new Set(after.map(({ id }) => id))];
  const changed = after.flatMap(({ id, about, text }): Difference[] => {
    const was = old.get(id);
    if (!was) return [{ id, about, kind: 'added', words: [{ kind: 'added', text }] }];
    return was.text === text ? [] : [{ id, about, kind: 'changed', words: readableWords(was.text, text) }];
  });
  const removed = before
    .filter(({ id }) => !now.has(id))
    .map(({ id, about, text }): Difference => ({ id, about, kind: 'removed', words: [{ kind: 'removed', text }] }));
  return [...changed, ...removed];
}

/** Where hardly anything stayed, one text is gone and another has come: the few words they share would only be in the way. */
function readableWords(before: string, after: string): Word[] {
  const words = wordsBetween(before, after);
  const stayed = words.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0);
  if (stayed * 2 >= Math.max(before.length, after.length) || stayed * 4 >= 3 * Math.min(before.length, after.length))
    return words;
  return [
    { kind: 'removed', text: `${before} ` },
    { kind: 'added', text: after },
  ];
}

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
