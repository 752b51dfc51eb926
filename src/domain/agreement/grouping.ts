/**
 * From pairs to groups: what several readers mean by one lesion. Lesions that may be the same hang together in clusters. Where no
 * reader has two lesions in a cluster, it is one lesion, and how alike its members are need not be known; else it is untangled.
 */
import { untangled } from './untangling.ts';

export interface Likeness<T> {
  /** Whether two lesions of different readers may be the same one. */
  readonly may: (a: T, b: T) => boolean;
  /** How unlike two lesions are that may be the same, 0 or more; asked only where lesions compete. */
  readonly cost: (a: T, b: T) => number;
  /** Which of another reader's lesions may be the same at all, as places in their list; the rest is not asked for. All by default. */
  readonly nearby?: Nearby<T>;
}

export type Nearby<T> = (theirs: readonly T[]) => (mine: T) => Iterable<number>;

export interface Node<T> {
  readonly lesion: T;
  readonly reader: number;
  /** Its place among all lesions of all readers. */
  readonly at: number;
}

/** Two lesions of two readers that may be the same, the reader who comes first as `a`. */
export interface Link<T> {
  readonly a: Node<T>;
  readonly b: Node<T>;
}

export interface Cluster<T> {
  readonly nodes: readonly Node<T>[];
  /** In the order of the lists, by `a` and then by `b`. */
  readonly links: readonly Link<T>[];
}

/**
 * @param readers one list of lesions per reader.
 * @returns groups with at most one lesion per reader, in the order of their first members; everything is in one group.
 */
export function grouped<T>(readers: readonly (readonly T[])[], likeness: Likeness<T>): T[][] {
  return clustersOf(readers, likeness)
    .flatMap((cluster) => (isOneLesion(cluster) ? [cluster.nodes] : untangled(cluster, likeness.cost)))
    .sort(([a], [b]) => (a?.at ?? 0) - (b?.at ?? 0))
    .map((group) => group.map(({ lesion }) => lesion));
}

const isOneLesion = <T>({ nodes }: Cluster<T>): boolean =>
  new Set(nodes.map(({ reader }) => reader)).size === nodes.length;

/** Whatever hangs together, in the order of the lists. */
export function clustersOf<T>(readers: readonly (readonly T[])[], likeness: Likeness<T>): Cluster<T>[] {
  let count = 0;
  const nodes = readers.map((lesions, reader) => lesions.map((lesion): Node<T> => ({ lesion, reader, at: count++ })));
  const links = linksAmong(nodes, likeness);
  const together = new Map(nodes.flat().map((node) => [node, [node]]));
  for (const { a, b } of links) {
    const [mine = [], theirs = []] = [together.get(a), together.get(b)];
    if (mine === theirs) continue;
    const [large, small] = mine.length < theirs.length ? [theirs, mine] : [mine, theirs];
    large.push(...small);
    for (const node of small) together.set(node, large);
  }
  const linksIn = Map.groupBy(links, ({ a }) => together.get(a));
  return [...new Set(together.values())].map((members) => ({
    nodes: members.toSorted((a, b) => a.at - b.at),
    links: linksIn.get(members) ?? [],
  }));
}

const everything = (theirs: readonly unknown[]) => () => theirs.keys();

function linksAmong<T>(readers: readonly (readonly Node<T>[])[], { may, nearby = everything }: Likeness<T>): Link<T>[] {
  const near = readers.map((nodes) => nearby(nodes.map(({ lesion }) => lesion)));
  return readers.flatMap((mine, first) =>
    readers.slice(first + 1).flatMap((theirs, i) => {
      const places = near[first + 1 + i] ?? (() => []);
      return mine.flatMap((a) => linksOf(a, { theirs, places: places(a.lesion), may }));
    }),
  );
}

interface Candidates<T> extends Pick<Likeness<T>, 'may'> {
  readonly theirs: readonly Node<T>[];
  readonly places: Iterable<number>;
}

function linksOf<T>(a: Node<T>, { theirs, places, may }: Candidates<T>): Link<T>[] {
  const links: Link<T>[] = [];
  for (const place of places) {
    const b = theirs[place];
    if (b && may(a.lesion, b.lesion)) links.push({ a, b });
  }
  return links;
}
