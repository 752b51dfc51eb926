/** How the plan for comparing reads, where it is written and where it is read. */
import {
  DEFAULT_LOCATION,
  DEFAULT_SURFACE,
  type AgreementPlan,
  type PlannedFigure,
} from '#domain/plan/agreement-plan.ts';
import type { CostRules, LesionCondition } from '#domain/plan/cost-rules.ts';
import { DISAGREEMENT_KINDS, type DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { ResolutionRule } from '#domain/plan/resolution-rule.ts';
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import { valueText, type Field } from '#domain/protocol/field.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { isClosed } from '#documents/protocol-plan.ts';

export const DISAGREEMENT_NAMES: Readonly<Record<DisagreementKind, string>> = {
  existence: 'whether it is there',
  class: 'what it is',
  extent: 'how large it is',
  location: 'where it is',
  rating: 'a rating',
  field: 'another answer',
};

export const FIGURE_NAMES: Readonly<Record<PlannedFigure, string>> = {
  'krippendorff-alpha': 'Krippendorff’s α',
  'gwet-ac': 'Gwet’s AC',
  'fleiss-kappa': 'Fleiss’ κ',
  'conger-kappa': 'Conger’s κ (Cohen’s with two readers)',
  'brennan-prediger': 'Brennan–Prediger',
  'percent-agreement': 'percent agreement',
};

/** How things are called where the plan is shown: by keys in a version, by ids in a draft. */
export interface PlanNames {
  readonly finding: (name: string) => string;
  readonly field: (name: string) => string;
  readonly answer: (field: string, value: boolean | number | string) => string;
  /** The number of a clause. */
  readonly clause: (name: string) => string;
}

export function conditionWords(condition: LesionCondition, names: PlanNames): string {
  switch (condition.about) {
    case 'finding':
      return `it is a ${condition.is.map(names.finding).join(' or a ')}`;
    case 'diameter':
      return `its longest diameter is ${rangeWords(condition, 'mm')}`;
    case 'answer':
      return `“${names.field(condition.field)}” is ${condition.is.map((value) => names.answer(condition.field, value)).join(' or ')}`;
    case 'value':
      return `“${names.field(condition.field)}” is ${rangeWords(condition, '')}`;
    default:
      return exhaustive(condition);
  }
}

interface Range {
  readonly atLeast?: number | undefined;
  readonly below?: number | undefined;
}

function rangeWords({ atLeast, below }: Range, unit: string): string {
  const [from, to] = [atLeast, below].map((one) => (one === undefined ? null : `${String(one)} ${unit}`.trim()));
  if (from && to) return `from ${from} to below ${to}`;
  if (from) return `${from} or more`;
  return to ? `below ${to}` : 'known';
}

export function categoryWords({ name, when }: CostRules['management'][number], names: PlanNames): string {
  const conditions = when.map((condition) => conditionWords(condition, names));
  return `${name}: ${conditions.length > 0 ? `when ${conditions.join(', and ')}` : 'always'}`;
}

export function resolutionWords(rule: ResolutionRule, names: PlanNames): string {
  const by =
    rule.by === 'majority'
      ? `what ${String(Math.round(rule.share * 100))} % of the readers say`
      : `the middle value, of two the ${rule.even}`;
  return `Where readers differ in ${DISAGREEMENT_NAMES[rule.of]}, ${by} counts, by clause ${names.clause(rule.clause)}.`;
}

/** Names by the keys of a version; what has none keeps its key. */
export function namesIn({ findings, caseFields, clauses }: ProtocolContent): PlanNames {
  const fields = [...findings.flatMap((finding) => finding.fields), ...caseFields];
  const field = (id: string): Field | undefined => fields.find((one) => one.id === id);
  return {
    finding: (id) => findings.find((one) => one.id === id)?.name ?? id,
    field: (id) => field(id)?.label ?? id,
    answer: (id, value) => {
      const asked = field(id);
      return asked ? valueText(asked, asked.kind === 'choices' ? [String(value)] : value) : String(value);
    },
    clause: (id) => clauses.find((one) => one.id === id)?.number ?? id,
  };
}

/** One sentence for each field in which readers are compared. */
export function comparedWords(content: ProtocolContent): string[] {
  const { agreement, caseFields, findings } = content;
  const ofFindings = findings.flatMap(({ fields }) => fields.filter(({ id }) => agreement.classFields.includes(id)));
  const ofCase = caseFields.filter((field) => agreement.caseFields?.includes(field.id) ?? isClosed(field));
  const sentences = [...ofFindings, ...ofCase].map(({ id, label, kind }, i) => {
    const tolerance = agreement.tolerances?.[id];
    const step = agreement.cost?.steps?.[id];
    const parts = [
      tolerance === undefined ? '' : `${String(tolerance)} apart is still the same`,
      step === undefined ? '' : `each step costs ${String(step)}`,
      i < ofFindings.length
        ? 'mark by mark, not corrected for chance'
        : `the figure that counts is ${isClosed({ kind }) ? FIGURE_NAMES[agreement.figures?.[id] ?? 'krippendorff-alpha'] : 'ICC(2,1)'}`,
    ];
    return `Readers are compared in “${label}”: ${parts.filter(Boolean).join(', ')}.`;
  });
  return [...new Set(sentences)];
}

const percent = (share: number): string => `${String(Math.round(share * 1000) / 10)} %`;

/** What is one lesion, and what differs in size and place. */
export function lesionWords({ matching, extent, location = DEFAULT_LOCATION }: AgreementPlan): string {
  const { maximumShare: share, maximumFrames: frames } = matching;
  const surface = extent.surface ?? DEFAULT_SURFACE;
  const uncalibrated = share === undefined ? '' : ` (there, where both have a diameter: ${percent(share)} of it)`;
  const film = frames === undefined ? '' : `, up to ${String(frames)} frames of a film apart`;
  return (
    `Marks of two readers are one lesion when their centres are within ${String(matching.maximumMm)} mm, or ` +
    `${String(matching.maximumPixels)} px where nothing is calibrated${uncalibrated}${film}. ` +
    `They differ in size when diameters differ by more than ${String(extent.mm)} mm and ${percent(extent.share)} of their mean, ` +
    `or when less than ${percent(surface.dice)} of their surfaces lies within ${String(surface.mm)} mm of the other. ` +
    `They differ in place when centres are farther apart than ${percent(location.share)} of the diameter.`
  );
}

export function costWords(content: ProtocolContent): string[] {
  const { management = [], kinds = {} } = content.agreement.cost ?? {};
  const names = namesIn(content);
  const first =
    management.length > 0
      ? 'A disagreement costs as much as it would move lesions between categories, of which the first that fits holds.'
      : 'A disagreement costs as much as it would change whether a lesion is managed: by its finding, from the smallest size on.';
  const onTop = DISAGREEMENT_KINDS.flatMap((kind) =>
    kinds[kind] === undefined ? [] : [`${String(kinds[kind])} when readers differ in ${DISAGREEMENT_NAMES[kind]}`],
  );
  return [
    first,
    ...management.map((category) => `${categoryWords(category, names)}.`),
    ...(onTop.length > 0 ? [`On top: ${onTop.join('; ')}.`] : []),
  ];
}
