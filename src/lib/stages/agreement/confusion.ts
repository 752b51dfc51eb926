/** Who said what where: for two readers, or for all pairs of them, which items stand behind each cell. */
import type { Sheet, SheetItem } from '#contract/agreement-figures.ts';

export interface Confusion {
  /** `cells[row][column]`: what the first said by what the second said. Of all pairs only one half is filled, row ≤ column. */
  readonly cells: readonly (readonly ConfusionCell[])[];
  readonly pairs: number;
}

export interface ConfusionCell {
  readonly pairs: number;
  readonly items: readonly SheetItem[];
}

/** @param readers null: all pairs, each once, whoever is called the first. */
export function confusionOf({ items, categories }: Sheet, readers: readonly [number, number] | null): Confusion {
  const cells = categories.map(() => categories.map(() => ({ pairs: 0, items: new Set<SheetItem>() })));
  let pairs = 0;
  for (const item of items) {
    for (const [a, b] of readers ? [valuesOf(item, readers)] : everyPair(item)) {
      if (a === null || b === null) continue;
      const cell = cells[a]?.[b];
      if (!cell) continue;
      cell.pairs++;
      cell.items.add(item);
      pairs++;
    }
  }
  return { pairs, cells: cells.map((row) => row.map((cell) => ({ pairs: cell.pairs, items: [...cell.items] }))) };
}

type Said = readonly [number | null, number | null];

const valuesOf = ({ values }: SheetItem, [a, b]: readonly [number, number]): Said => [
  values[a] ?? null,
  values[b] ?? null,
];

const everyPair = ({ values }: SheetItem): Said[] => {
  const given = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return given.flatMap((a, i) => given.slice(i + 1).map((b): Said => [a, b]));
};
