/** What a preview and a refusal say in sentences: how even the plan is, and what a lead should know before asking. */
import type { Plan, PlanPreview } from '#contract/assignments.ts';
import type { Refused } from '#lib/stages/access/api-request.ts';

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

/** Why there is no such plan, and what would make one. Where no answer came, nobody knows whether it was carried out. */
export const refusedPlan = (refused: Refused, plan: Pick<Plan, 'unread'>): string =>
  refused.code === 'unreachable' ? refused.message : `${reasonOf(refused, plan)} Nobody was asked.`;

function reasonOf(refused: Refused, { unread }: Pick<Plan, 'unread'>): string {
  switch (refused.code) {
    case 'nothing-selected':
      return unread
        ? 'No ready case in this range is without a reader. Take other cases, or untick “Only cases nobody reads yet”.'
        : 'There is nothing to ask for: no case in this range is ready, or everybody chosen reads all of them already.';
    case 'plan-too-large':
      return `This plan asks for more than ${String(detailsOf(refused)['most'])} reads, the most that are asked for at once. Take fewer cases, and the others in a plan after this one.`;
    case 'version-conflict':
      return 'Cases, readers or reads have changed since you looked at this plan, and it would be another one now. Look at it again.';
    default:
      return refusedInWords(refused);
  }
}

const SAID = ['design', 'readers', 'read', 'to'];

/** What the server says of a request that cannot be; a sentence of its own where it names the reason. */
export function refusedInWords(refused: Refused): string {
  if (refused.code !== 'bad-request') return refused.message;
  const details = detailsOf(refused);
  const reasons = SAID.flatMap((key) => (typeof details[key] === 'string' ? [details[key]] : []));
  return reasons.length === 0 ? refused.message : `This cannot be: ${reasons.join('; ')}.`;
}

const detailsOf = (refused: Refused): Readonly<Record<string, unknown>> =>
  'details' in refused ? (refused.details ?? {}) : {};
