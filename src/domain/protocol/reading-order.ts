/** In which order a reader meets the cases, so that the order itself does not become an effect. */
import * as v from 'valibot';

const Seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));

/**
 * `fixed`: as the cases came in, for everybody. `shuffled`: anew for every reader. `batched`: in portions of so many cases, which
 * keep their order; within a portion anew for every reader.
 */
export const ReadingOrderSchema = v.variant('kind', [
  v.object({ kind: v.literal('fixed') }),
  v.object({ kind: v.literal('shuffled'), seed: Seed }),
  v.object({
    kind: v.literal('batched'),
    seed: Seed,
    size: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(500)),
  }),
]);
export type ReadingOrder = v.InferOutput<typeof ReadingOrderSchema>;

/**
 * The cases in the order of one reader. A case keeps its place among the others when more come in, or some are done.
 * @param cases in the order they came in.
 * @param reader who reads: the same reader always gets the same order.
 */
export function orderedFor<T extends { readonly id: string }>(
  order: ReadingOrder,
  reader: string,
  cases: readonly T[],
): T[] {
  if (order.kind === 'fixed') return [...cases];
  const size = order.kind === 'batched' ? order.size : Math.max(1, cases.length);
  return cases
    .map((one, i) => ({ one, portion: Math.floor(i / size), place: hashOf(`${reader} ${one.id}`, order.seed) }))
    .sort((a, b) => a.portion - b.portion || a.place - b.place)
    .map(({ one }) => one);
}

/** FNV-1a begun with a seed, and the finish of MurmurHash3, without which neighbouring ids would stay neighbours. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
