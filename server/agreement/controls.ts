/**
 * Blind controls: a panel that sees nothing but discord learns nothing about what everybody missed, and knows that of every item its
 * readers differ. The protocol declares their share; which items they are, nobody is told before the reveal.
 */
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { agreedAnswersIn, agreedIn, type AgendaItem } from './agenda.ts';
import type { Comparison } from './comparison.ts';

interface Drawing {
  readonly protocol: ProtocolContent;
  /** A lot that nobody can foresee and that always falls alike. */
  readonly drawn: (text: string) => string;
}

/**
 * As many as make the declared share of the whole agenda, or as many as there are. Which ones is drawn once and for all: whoever
 * schedules again and again would else know by what changes which items are controls. Items about cases as a whole have controls
 * of their own sort: among lesions alone every one of them would be known to be disputed.
 */
export function withControls(
  items: readonly AgendaItem[],
  comparisons: readonly Comparison[],
  { protocol, drawn }: Drawing,
): AgendaItem[] {
  const [about, lesions] = [items.filter(isAboutCase), items.filter((item) => !isAboutCase(item))];
  const taken = new Set(items.map(textOf));
  const controlsFor = (of: readonly AgendaItem[], agreed: (one: Comparison) => readonly AgendaItem[]): AgendaItem[] => {
    const wanted = wantedFor(of.length, protocol.session.controls ?? 0);
    if (wanted === 0) return [];
    return comparisons
      .flatMap(agreed)
      .filter((item) => !taken.has(textOf(item)))
      .map((item) => ({ item, lot: drawn(`control:${textOf(item)}`) }))
      .sort((a, b) => (a.lot < b.lot ? -1 : 1))
      .slice(0, wanted)
      .map(({ item }) => item);
  };
  return [
    ...items,
    ...controlsFor(lesions, (one) => agreedIn(one, protocol)),
    ...controlsFor(about, (one) => agreedAnswersIn(one, protocol)),
  ];
}

const wantedFor = (items: number, share: number): number =>
  Math.max(0, Math.ceil((items * share) / (1 - share) - 1e-9));

const isAboutCase = ({ finding }: AgendaItem): boolean => finding === null;

const textOf = (item: AgendaItem): string => {
  const { case: one, reads } = item.comparison;
  if (item.finding === null) return [one, 'case', ...reads.map(({ id }) => id).sort()].join();
  return [one, ...item.seen.map(({ lesion }) => lesion.id).sort()].join();
};
