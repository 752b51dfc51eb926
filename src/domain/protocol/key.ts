/** Keys of findings, fields and answers: what reads, exports and plans name them by. */

/** From a label: "Ground glass" → "ground-glass"; unique among `taken`. */
export function keyFrom(label: string, taken: readonly string[]): string {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 36) || 'item';
  if (!taken.includes(words)) return words;
  for (let n = 2; ; n += 1) if (!taken.includes(`${words}-${String(n)}`)) return `${words}-${String(n)}`;
}
