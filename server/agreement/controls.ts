/**
 * Blind controls: a panel that sees nothing but discord learns nothing about what everybody missed, and knows that of every item its
 * readers differ. The protocol declares their share; which items they are, nobody is told before the reveal.
 */
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { agreedIn, type AgendaItem } from './agenda.ts';
import type { Comparison } from './comparison.ts';

/**
 * As many as make the declared share of the whole agenda, or as many as there are. Which ones is drawn once and for all: whoever
 * schedules again and again would else know by what changes which items are controls.
 */
export function withControls(
  items: readonly AgendaItem[],
  comparisons: readonly Comparison[],
  { protocol, drawn }: { readonly protocol: ProtocolContent; readonly drawn: (text: string) => string },
): AgendaItem[] {
  const share = protocol.session.controls ?? 0;
  const wanted = Math.ceil((items.length * share) / (1 - share) - 1e-9);
  if (items.length === 0 || wanted <= 0) return [...items];
  const taken = new Set(items.map(textOf));
  const lot = (item: AgendaItem): string => drawn(`control:${textOf(item)}`);
  const left = comparisons
    .flatMap((comparison) => agreedIn(comparison, protocol))
    .filter((item) => !taken.has(textOf(item)))
    .map((item) => ({ item, lot: lot(item) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return [...items, ...left.slice(0, wanted).map(({ item }) => item)];
}

const textOf = ({ comparison, seen }: AgendaItem): string =>
  [comparison.case, ...seen.map(({ lesion }) => lesion.id).sort()].join();
