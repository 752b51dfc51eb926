/**
 * From pairs to groups: what several readers mean by one lesion. Each pair of readers is matched as a whole, then the matches are
 * joined from the surest to the least sure, and a join that would put two marks of one reader into one group is refused. What a
 * refusal leaves over is matched again with what it may still join, until nothing joins any more.
 */
import { assignment } from './assignment.ts';

/** How unlike two lesions of different readers are, 0 or more; undefined when they cannot be the same. */
export type Cost<T> = (a: T, b: T) => number | undefined;

/**
 * @param readers one list of lesions per reader.
 * @returns groups with at most one lesion per reader, in the order of their first members; everything is in one group.
 */
export function grouped<T>(readers: readonly (readonly T[])[], cost: Cost<T>): T[][] {
  const nodes = readers.map((lesions, reader) => lesions.map((lesion): Node<T> => ({ lesion, reader })));
  const all = nodes.flat();
  const groups: Groups<T> = new Map(all.map((node) => [node, [node]]));
  const possible = nodes.flatMap((mine, i) => nodes.slice(i + 1).map((theirs) => linksOf(mine, theirs, cost)));
  while (joined(groups, possible));
  const order = new Map(all.map((node, i) => [node, i]));
  const place = (node: Node<T>): number => order.get(node) ?? 0;
  return [...new Set(all.map((node) => groupOf(groups, node)))].map((group) =>
    group.toSorted((a, b) => place(a) - place(b)).map((node) => node.lesion),
  );
}

interface Node<T> {
  readonly lesion: T;
  readonly reader: number;
}

/** The group each lesion is in so far. */
type Groups<T> = Map<Node<T>, readonly Node<T>[]>;

const groupOf = <T>(groups: Groups<T>, node: Node<T>): readonly Node<T>[] => groups.get(node) ?? [node];

/** Two lesions of two readers that can be the same; row and column are their places in the lists of the two. */
interface Link<T> {
  readonly a: Node<T>;
  readonly b: Node<T>;
  readonly row: number;
  readonly column: number;
  readonly cost: number;
}

function linksOf<T>(mine: readonly Node<T>[], theirs: readonly Node<T>[], cost: Cost<T>): Link<T>[] {
  const links: Link<T>[] = [];
  mine.forEach((a, row) => {
    theirs.forEach((b, column) => {
      const price = cost(a.lesion, b.lesion);
      if (price !== undefined) links.push({ a, b, row, column, cost: price });
    });
  });
  return links;
}

/**
 * One round: joins groups along the matches of all pairs of readers, cheapest first, equal ones in the order of the lists (the
 * sort is stable). Says whether anything was joined.
 */
function joined<T>(groups: Groups<T>, possible: readonly (readonly Link<T>[])[]): boolean {
  const links = possible.flatMap((ofTwo) => matches(groups, ofTwo)).sort((x, y) => x.cost - y.cost);
  let any = false;
  for (const link of links) {
    if (!mayJoin(groups, link)) continue;
    const both = [...groupOf(groups, link.a), ...groupOf(groups, link.b)];
    for (const node of both) groups.set(node, both);
    any = true;
  }
  return any;
}

function matches<T>(groups: Groups<T>, possible: readonly Link<T>[]): Link<T>[] {
  const open = possible.filter((link) => mayJoin(groups, link));
  const costs: Map<number, number>[] = [];
  for (const { row, column, cost } of open) {
    while (costs.length <= row) costs.push(new Map());
    costs[row]?.set(column, cost);
  }
  const paired = assignment(costs);
  return open.filter(({ row, column }) => paired[row] === column);
}

/** Two lesions of one group share their readers and are not joined again. */
const mayJoin = <T>(groups: Groups<T>, { a, b }: Link<T>): boolean =>
  groupOf(groups, a).every((one) => groupOf(groups, b).every((other) => other.reader !== one.reader));
