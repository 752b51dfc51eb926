/** What a preview says in sentences: how even the plan is, and what a lead should know before asking. */
import type { PlanPreview } from '#contract/assignments.ts';

type Named = ReadonlyMap<string, string>;
type Range = PlanPreview['caseRange'];

const rangeText = ({ least, most }: Range): string =>
  least === most ? String(least) : `${String(least)} to ${String(most)}`;

const spread = ({ least, most }: Range): number => most - least;

/** "Every reader gets 12 cases; every two have 4 in common: no plan can be more even." */
export function balanceText({ caseRange, pairRange, least, readers }: PlanPreview): string {
  const each = `Every reader gets ${rangeText(caseRange)} cases`;
  if (readers.length < 2 || pairRange.most === 0) return `${each}; no two readers have a case in common.`;
  const pairs = `every two have ${rangeText(pairRange)} in common`;
  if (!least) return `${each}; ${pairs}, as far as who may read what allows.`;
  const best = spread(caseRange) <= least.cases && spread(pairRange) <= least.pairs;
  return best
    ? `${each}; ${pairs}: no plan of this size is more even.`
    : `${each}; ${pairs}. The numbers alone would allow a difference of ${String(least.pairs)} between pairs.`;
}

/** What may be wrong with it; an empty list says nothing. */
export function warningsOf(preview: PlanPreview, names: Named): string[] {
  const { short, sameInstitution, readers, existing } = preview;
  const nameOf = (user: string): string => names.get(user) ?? 'somebody';
  const shown = short.numbers.map(String).join(', ');
  const more = short.count > short.numbers.length ? ' and more' : '';
  return [
    ...(short.count > 0
      ? [
          `${String(short.count)} cases get fewer readers than asked for, because too few may read them: ${shown}${more}.`,
        ]
      : []),
    ...sameInstitution.map(
      ({ institution, readers: [a, b], cases }) =>
        `${nameOf(a)} and ${nameOf(b)} are both of ${institution} and have ${String(cases)} cases in common.`,
    ),
    ...readers
      .filter(({ informed }) => informed > 0)
      .map(
        ({ user, informed }) =>
          `${nameOf(user)} could know what others made of ${String(informed)} of the cases: these reads are called informed and not compared with blind ones.`,
      ),
    ...(existing > 0 ? [`${String(existing)} reads of this plan exist already and are left alone.`] : []),
  ];
}
