/**
 * From pairs to groups: what several readers mean by one lesion. Each pair of readers is matched as a whole, then the matches are
 * joined from the surest to the least sure, and a join that would put two marks of one reader into one group is refused.
 */
import { assignment } from './assignment.ts';

/** How unlike two lesions of different readers are, 0 or more; undefined when they cannot be the same. */
export type Cost<T> = (a: T, b: T) => number | undefined;

/**
 * @param readers one list of lesions per reader.
 * @returns groups with at most one lesion per reader, in the order of their first members; everything is in one group.
 */
export function grouped<T>(readers: readonly (readonly T[])[], cost: Cost<T>): T[][] {
  const nodes: Node<T>[] = readers.flatMap((lesions, reader) => lesions.map((lesion) => ({ lesion, reader })));
  const clusters = new Map(nodes.map((node) => [node, [node]]));
  for (const { a, b } of links(nodes, cost)) {
    const [first, second] = [clusters.get(a) ?? [], clusters.get(b) ?? []];
    const taken = new Set(first.map((node) => node.reader));
    if (first === second || second.some((node) => taken.has(node.reader))) continue;
    const joined = [...first, ...second];
    for (const node of joined) clusters.set(node, joined);
  }
  const order = new Map(nodes.map((node, i) => [node, i]));
  const place = (node: Node<T>): number => order.get(node) ?? 0;
  return [...new Set(nodes.flatMap((node) => [clusters.get(node) ?? []]))].map((cluster) =>
    cluster.toSorted((a, b) => place(a) - place(b)).map((node) => node.lesion),
  );
}

interface Node<T> {
  readonly lesion: T;
  readonly reader: number;
}

interface Link<T> {
  readonly a: Node<T>;
  readonly b: Node<T>;
  readonly cost: number;
}

/** The matches of all pairs of readers, cheapest first; equal ones in the order of the lists (the sort is stable). */
function links<T>(nodes: readonly Node<T>[], cost: Cost<T>): Link<T>[] {
  const byReader = Map.groupBy(nodes, (node) => node.reader);
  const found: Link<T>[] = [];
  for (const [reader, mine] of byReader) {
    for (const [other, theirs] of byReader) {
      if (other > reader) found.push(...matches(mine, theirs, cost));
    }
  }
  return found.sort((x, y) => x.cost - y.cost);
}

function matches<T>(mine: readonly Node<T>[], theirs: readonly Node<T>[], cost: Cost<T>): Link<T>[] {
  const costs = mine.map((a) => theirs.map((b) => cost(a.lesion, b.lesion)));
  return assignment(costs).flatMap((column, row) => {
    const [a, b] = [mine[row], column === undefined ? undefined : theirs[column]];
    const price = column === undefined ? undefined : costs[row]?.[column];
    return a && b && price !== undefined ? [{ a, b, cost: price }] : [];
  });
}
