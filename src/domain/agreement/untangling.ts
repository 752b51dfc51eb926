/**
 * Where lesions compete: a cluster in which some reader has more than one. Each pair of readers is matched as a whole, then the
 * matches are joined from the surest to the least sure, and a join that would put two marks of one reader into one group is refused.
 * What a refusal leaves over is matched again with what it may still join, until nothing joins any more.
 */
import { assignment } from './assignment.ts';
import type { Cluster, Link, Node } from './grouping.ts';

/** @returns groups with at most one lesion per reader, their members in the order of the lists. */
export function untangled<T>({ nodes, links }: Cluster<T>, cost: (a: T, b: T) => number): (readonly Node<T>[])[] {
  const groups: Groups<T> = new Map(nodes.map((node) => [node, [node]]));
  const priced = links.map((link): Priced<T> => ({ ...link, cost: cost(link.a.lesion, link.b.lesion) }));
  const byReaders = [...Map.groupBy(priced, ({ a, b }) => `${String(a.reader)} ${String(b.reader)}`).values()];
  while (joined(groups, byReaders));
  return [...new Set(groups.values())].map((group) => group.toSorted((a, b) => a.at - b.at));
}

interface Priced<T> extends Link<T> {
  readonly cost: number;
}

/** The group each lesion is in so far. */
type Groups<T> = Map<Node<T>, readonly Node<T>[]>;

const groupOf = <T>(groups: Groups<T>, node: Node<T>): readonly Node<T>[] => groups.get(node) ?? [node];

/**
 * One round: joins groups along the matches of all pairs of readers, cheapest first, equal ones in the order of the lists (the
 * sort is stable). Says whether anything was joined.
 */
function joined<T>(groups: Groups<T>, byReaders: readonly (readonly Priced<T>[])[]): boolean {
  const links = byReaders.flatMap((ofTwo) => matches(groups, ofTwo)).sort((x, y) => x.cost - y.cost);
  let any = false;
  for (const link of links) {
    if (!mayJoin(groups, link)) continue;
    const both = [...groupOf(groups, link.a), ...groupOf(groups, link.b)];
    for (const node of both) groups.set(node, both);
    any = true;
  }
  return any;
}

function matches<T>(groups: Groups<T>, ofTwo: readonly Priced<T>[]): Priced<T>[] {
  const open = ofTwo.filter((link) => mayJoin(groups, link));
  const rows = Map.groupBy(open, ({ a }) => a);
  const paired = assignment([...rows.values()].map((row) => new Map(row.map(({ b, cost }) => [b.at, cost]))));
  return [...rows.values()].flatMap((row, i) => row.filter(({ b }) => b.at === paired[i]));
}

/** Two lesions of one group share their readers and are not joined again. */
const mayJoin = <T>(groups: Groups<T>, { a, b }: Link<T>): boolean =>
  groupOf(groups, a).every((one) => groupOf(groups, b).every((other) => other.reader !== one.reader));
